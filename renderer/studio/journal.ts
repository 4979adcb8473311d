import { writeWorkflow } from '../../graph/workflow.ts'
import type { DocumentsState, OpenDocument } from './document-handle.ts'
import { isDirty } from './documents.ts'
import type { Studio } from './studio.ts'

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

/**
 * Copies every edit into the program's journal, so that a crash loses nothing typed more than a second ago. A document is
 * written at most every `delay`, and while one copy is being written the next waits. What could not be written is reported
 * and written the next time.
 */
export function keepJournal({
  api,
  facts,
  documents,
  notices,
}: Pick<Studio, 'api' | 'facts' | 'documents' | 'notices'>) {
  const journal: Journal = { documents: new Map(), tabs: null }
  const revisions = new Map(facts.tabs.documents.map(({ id, revision }) => [id, revision]))
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  async function writeAll(): Promise<void> {
    const { write, forget, tabs } = missingIn(journal, documents.store.getState())
    for (const document of write) {
      const { id, title, path, version, present } = document
      const revision = (revisions.get(id) ?? 0) + 1
      const [dirty, text] = [isDirty(document), writeWorkflow(present)]
      await api.request('journal:write', { id, title, path, version, revision, dirty, text })
      revisions.set(id, revision)
      journal.documents.set(id, document)
    }
    for (const id of forget) {
      await api.request('journal:forget', id)
      journal.documents.delete(id)
    }
    if (tabs) await api.request('journal:tabs', tabs)
    journal.tabs = tabs ?? journal.tabs
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeAll).catch(error => {
      const why = error instanceof Error ? error.message : String(error)
      notices.report('bad', `Your changes could not be copied to the journal: ${why}`)
    })
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
  window.addEventListener('pagehide', flush)
  flush()
}
