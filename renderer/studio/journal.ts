import { writeWorkflow } from '../../graph/workflow.ts'
import type { OpenDocument } from './document-handle.ts'
import { isDirty } from './documents.ts'
import type { Studio } from './studio.ts'

/** Milliseconds between an edit and its copy on disk. */
const delay = 400

/**
 * Copies every edit into the program's journal, so that a crash loses nothing typed more than a second ago. A document
 * is written at most every `delay`, and while one copy is under way the next waits.
 */
export function keepJournal({ api, documents, notices }: Pick<Studio, 'api' | 'documents' | 'notices'>): void {
  const written = new Map<string, OpenDocument>()
  let tabs = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  async function writeAll(): Promise<void> {
    const state = documents.store.getState()
    for (const document of state.documents) {
      const before = written.get(document.id)
      if (before && isSame(before, document)) continue
      const { id, title, path, present } = document
      await api.request('journal:write', { id, title, path, dirty: isDirty(document), text: writeWorkflow(present) })
      written.set(id, document)
    }
    for (const id of written.keys())
      if (!state.documents.some(document => document.id === id)) {
        await api.request('journal:forget', id)
        written.delete(id)
      }
    const now = { order: state.documents.map(({ id }) => id), active: state.active }
    if (JSON.stringify(now) === tabs) return
    await api.request('journal:tabs', now)
    tabs = JSON.stringify(now)
  }

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeAll).catch(error => {
      const why = error instanceof Error ? error.message : String(error)
      notices.tell('bad', `Your changes are not being kept safe: ${why}`)
    })
    return writing
  }

  documents.store.subscribe(() => {
    timer ??= setTimeout(() => void flush(), delay)
  })
  // The answer to `closing` is that the tabs are written, changed or not.
  api.on('closing', () => {
    tabs = ''
    void flush()
  })
  window.addEventListener('pagehide', () => void flush())
  void flush()
}

/** Would the journal's copy be the same? */
const isSame = (a: OpenDocument, b: OpenDocument): boolean =>
  a.present === b.present && a.title === b.title && a.path === b.path && isDirty(a) === isDirty(b)
