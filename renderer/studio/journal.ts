import type { StoreApi } from 'zustand/vanilla'
import { writeWorkflow } from '../../graph/workflow.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import type { Tab } from '../../runtime/contract/tabs.ts'
import type { Connection } from '../bridge/connect.ts'
import type { DocumentHandle, DocumentsState, OpenDocument } from './document-handle.ts'
import { type Documents, isDirty } from './documents.ts'
import type { Notices } from './notices.ts'
import { createSteps } from './sync/steps.ts'

/** Milliseconds between an edit and its copy on disk. */
const delay = 400

/** What the program's journal holds. */
interface Journal {
  /** By id, as they were last written. */
  readonly documents: Map<string, OpenDocument>
  tabs: Tabs | null
}

interface Tabs {
  readonly order: readonly string[]
  readonly active: string | null
}

/** What the journal lacks: documents as they are now, those that are closed, and the tabs where they changed. */
export function missingIn(journal: Journal, { documents, active }: DocumentsState) {
  const tabs = { order: documents.map(({ id }) => id), active }
  return {
    write: documents.filter(document => !isKept(journal.documents.get(document.id), document)),
    forget: [...journal.documents.keys()].filter(id => !tabs.order.includes(id)),
    tabs: JSON.stringify(tabs) === JSON.stringify(journal.tabs) ? null : tabs,
  }
}

/** Is the journal's copy the same? */
const isKept = (kept: OpenDocument | undefined, now: OpenDocument): boolean =>
  kept !== undefined &&
  kept.present === now.present &&
  kept.title === now.title &&
  kept.path === now.path &&
  kept.version === now.version &&
  isDirty(kept) === isDirty(now)

/** What a window needs to write. */
interface Surroundings {
  readonly api: EditorApi
  readonly connection: StoreApi<Connection>
  readonly documents: Documents
  readonly notices: Notices
  readonly uncommitted: ReadonlySet<() => unknown>
}

export type KeptJournal = ReturnType<typeof keepJournal>

/**
 * Copies every edit into the program's journal, so that a crash loses nothing typed more than a second ago. A document is
 * written at most every `delay`, and while one copy is being written the next waits. What could not be written is reported
 * and written the next time; while the program is not reachable, everything waits until it is back.
 */
export function keepJournal(surroundings: Surroundings) {
  const { api, connection, documents, notices, uncommitted } = surroundings
  const writer = journalWriter(surroundings)
  const { journal } = writer
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  const report = (error: unknown) => {
    if (connection.getState().isLost) return
    const why = error instanceof Error ? error.message : String(error)
    notices.report('bad', `Your changes could not be stored automatically. Save the workflow. The cause: ${why}`)
  }
  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    if (!connection.getState().isLost) writing = writing.then(writer.writeAll).catch(report)
  }
  /** A page that is left has no time to wait for the answers to what was sent before. */
  function leave(): void {
    for (const commit of uncommitted) commit()
    if (!connection.getState().isLost) void writer.writeAll().catch(report)
  }
  documents.store.subscribe(() => {
    timer ??= setTimeout(flush, delay)
  })
  // The program waits for the tabs before it closes the window, whether they changed or not.
  api.on('closing', () => {
    writing = writing.then(() => {
      journal.tabs = null
    })
    flush()
  })
  window.addEventListener('pagehide', leave)
  window.addEventListener('beforeunload', event => {
    leave()
    if (connection.getState().isLost && writer.lacks()) event.preventDefault()
  })
  return {
    ...transfers(surroundings, writer),
    /** Copies what the journal lacks, and does so at once. */
    flush,
    /** Are there edits that the program has not acknowledged, of this document or of any? */
    lacks: writer.lacks,
    /** The documents that the journal holds for this window, also those that were closed since. */
    held: writer.held,
    /** The connection is back: of the documents that this window holds, the program has these. */
    resume(ids: readonly string[]): void {
      for (const id of journal.documents.keys()) if (!ids.includes(id)) journal.documents.delete(id)
      journal.tabs = null
      flush()
    },
  }
}

/** What the journal keeps of a document beside its text. */
const tabOf = (document: OpenDocument): Omit<Tab, 'revision' | 'text'> => {
  const { id, title, path, source, version, notes } = document
  return {
    ...{ id, title, path, version, dirty: isDirty(document) },
    ...(source !== null && { source }),
    ...(notes.length > 0 && { notes: [...notes] }),
  }
}

/** Writes documents and tabs, and notes what has arrived. */
function journalWriter({ api, documents }: Surroundings) {
  const steps = createSteps({ api, documents })
  const journal: Journal = { documents: new Map(), tabs: null }
  /** By document: what was sent last, whether it has arrived or not, and which revision has arrived for certain. */
  const sent = new Map<string, { readonly revision: number; readonly text: string; readonly arrived: number }>()

  async function write(document: OpenDocument): Promise<void> {
    const { id, present } = document
    const { revision: before, arrived } = sent.get(id) ?? { revision: 0, arrived: 0 }
    const [revision, text] = [before + 1, writeWorkflow(present)]
    sent.set(id, { revision, text, arrived })
    const handle = documents.find(id)
    const given = handle && steps.of(handle, text)
    const tab = { ...tabOf(document), revision, text }
    await api.request('journal:write', { ...tab, ...(given && { steps: given }) })
    if (given) steps.arrived(id, given)
    const last = sent.get(id)
    if (!last) return
    sent.set(id, { ...last, arrived: revision })
    journal.documents.set(id, document)
  }
  async function forget(id: string): Promise<void> {
    await api.request('journal:forget', id)
    journal.documents.delete(id)
    steps.forget(id)
  }
  async function writeTabs({ order, active }: Tabs): Promise<void> {
    await api.request('journal:tabs', { order: [...order], active })
    journal.tabs = { order, active }
  }
  const missing = () => missingIn(journal, documents.store.getState())
  const lacks = (id?: string): boolean => {
    const { write, forget } = missing()
    return id === undefined ? write.length + forget.length > 0 : write.some(document => document.id === id)
  }
  return {
    journal,
    sent,
    steps,
    write,
    lacks,
    held: (): readonly string[] => [
      ...new Set([...journal.documents.keys(), ...documents.store.getState().documents.map(({ id }) => id)]),
    ],
    /** Sends everything at once, in order. */
    async writeAll(): Promise<void> {
      const lacking = missing()
      const { tabs } = lacking
      await allOf([...lacking.write.map(write), ...lacking.forget.map(forget), ...(tabs ? [writeTabs(tabs)] : [])])
    },
  }
}

/** How documents come to this window and leave it. */
function transfers({ api, documents, uncommitted }: Surroundings, writer: ReturnType<typeof journalWriter>) {
  const { journal, sent, steps, write, lacks } = writer
  function drop(id: string): void {
    journal.documents.delete(id)
    sent.delete(id)
    steps.forget(id)
    documents.find(id)?.close()
  }
  return {
    /** Closes a document here without a word to the program: another window has it. */
    drop,
    /** The program has this copy, which this window opens. */
    note({ id, revision, text }: Tab): void {
      sent.set(id, { revision, text, arrived: revision })
      steps.expect(id)
    },
    /** Is this the copy that this window has written last? */
    wrote: ({ id, revision, text }: Tab): boolean => sent.get(id)?.arrived === revision || sent.get(id)?.text === text,
    /** Writes the last edits of a document, closes it here, and tells the program to give it to another window. */
    async handOver(document: DocumentHandle): Promise<void> {
      for (const commit of uncommitted) commit()
      const written = lacks(document.id) ? write(document.read()) : null
      drop(document.id)
      await written
      await api.request('document:release', document.id)
    },
  }
}

/** @throws Error the first one, after all have ended */
async function allOf(all: readonly Promise<void>[]): Promise<void> {
  for (const ended of await Promise.allSettled(all)) if (ended.status === 'rejected') throw ended.reason
}
