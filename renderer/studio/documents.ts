import { createStore } from 'zustand/vanilla'
import { parseJson } from '../../graph/json.ts'
import { checkWorkflow, emptyWorkflow, writeWorkflow } from '../../graph/workflow.ts'
import {
  createHandle,
  type DocumentHandle,
  type DocumentsState,
  type OpenDocument,
  type StartRun,
} from './document-handle.ts'
import { emptySelection } from './selection.ts'

/** What a document is opened with. */
export interface Opening {
  /** Of a document that was open before; a file that is opened is a new one, or the one that shows it already. */
  readonly id?: string
  readonly title: string
  readonly path: string | null
  /** The file that it was opened from, where saving does not write there. */
  readonly source?: string | null | undefined
  /** Of the file at `path`, as the program knows it; null or missing where it is not known. */
  readonly version?: string | null | undefined
  readonly text: string
  /** Does `text` differ from its file, or from the example, picture or run that it was opened from? */
  readonly dirty?: boolean
  /** What was changed, ignored or replaced when the file was read. */
  readonly notes?: readonly string[] | undefined
}

/**
 * The open documents. Whoever wants to change one asks for its handle: there is no way to change "the document in front",
 * because a task that waited for something would change whichever one is there by then.
 */
export function createDocuments(startRun: StartRun) {
  const store = createStore<DocumentsState>(() => ({ documents: [], active: null }))
  const handles = new Map<string, DocumentHandle>()
  // A task that is not done with a closed document has its handle.
  store.subscribe(({ documents }) => {
    for (const id of handles.keys()) if (!documents.some(document => document.id === id)) handles.delete(id)
  })

  function open(opening: Opening): DocumentHandle {
    const { id: known, title, path, source = null, version = null, text, dirty = false, notes = [] } = opening
    const id = known ?? crypto.randomUUID()
    const already =
      path === null || known ? undefined : store.getState().documents.find(document => document.path === path)
    if (already) {
      store.setState({ active: already.id })
      return handles.get(already.id)!
    }
    const present = checkWorkflow(parseJson(text))
    const saved = dirty ? null : present
    const steps = { news: null, undoable: null, redoable: null, selection: emptySelection }
    const document = { id, title, path, source, version, present, saved, notes, ...steps }
    const handle = createHandle(store, document, startRun)
    handles.set(id, handle)
    store.setState(({ documents }) => ({ documents: [...documents, document], active: id }))
    return handle
  }

  /** The document that a file was opened as, with the edits that it has now; undefined where there is none. */
  function openedFrom(file: string): DocumentHandle | undefined {
    const found = store.getState().documents.find(({ path, source }) => (path ?? source) === file)
    return found && handles.get(found.id)
  }
  const create = () => open({ title: untitled(store.getState()), path: null, text: empty })
  /** The document in front. A task asks for it once, when it begins. undefined when none is open. */
  const active = () => handles.get(store.getState().active ?? '')

  return {
    store,
    /** @returns undefined when the document is not open (any more) */
    find: (id: string): DocumentHandle | undefined => handles.get(id),
    active,
    /** The document in front; a new one when none is open. */
    activeOrNew: (): DocumentHandle => active() ?? create(),
    /** Opens a document in a new tab, in front. A file that is open already is shown instead. */
    open,
    openedFrom,
    create,
  }
}

export type Documents = ReturnType<typeof createDocuments>

/** Does the document differ from what it was opened from or saved as? A new one without an edit does not count. */
export const isDirty = ({ present, saved, path, undoable }: OpenDocument): boolean =>
  present !== saved && (path !== null || undoable !== null || present.nodes.length > 0)

/** Untitled, Untitled 2 …: the first that no other tab has. */
function untitled({ documents }: Pick<DocumentsState, 'documents'>): string {
  const taken = new Set(documents.map(({ title }) => title))
  let title = 'Untitled'
  for (let count = 2; taken.has(title); count++) title = `Untitled ${count}`
  return title
}

const empty = writeWorkflow(emptyWorkflow)
