import type { StoreApi } from 'zustand/vanilla'
import { type Change, replaceBy } from '../../graph/edit/change.ts'
import { type ChangeOptions, createHistory, type History } from '../../graph/history.ts'
import type { Workflow } from '../../graph/workflow.ts'
import type { SavedFile } from '../../runtime/contract/answers.ts'
import { afterLook, type FileNews, kept } from './file-news.ts'
import { type Selection, stillThere } from './selection.ts'

/** An open document as it is at one moment. */
export interface OpenDocument {
  readonly id: string
  readonly title: string
  /** null until it is saved for the first time. */
  readonly path: string | null
  /** The file that it was opened from, where saving does not write there; null where it is not known. */
  readonly source: string | null
  /** Of the file, when it was opened or last saved; null where it is not known. */
  readonly version: string | null
  /** What another program did to the file since; null where nothing is known of it. */
  readonly news: FileNews | null
  readonly present: Workflow
  /** The document as it lies on disk, or in what it was opened from; null when it is nowhere else. */
  readonly saved: Workflow | null
  /** What `undo` would take back, for the menu; null when there is nothing to undo. */
  readonly undoable: string | null
  readonly redoable: string | null
  readonly selection: Selection
  /** What of the file does not run or was replaced. */
  readonly notes: readonly string[]
}

export interface DocumentsState {
  /** In the order of their tabs. */
  readonly documents: readonly OpenDocument[]
  /** The document in front; null when none is open. */
  readonly active: string | null
}

export interface RunWish {
  /** The nodes to run up to; all outputs when it is not given. */
  readonly targets?: readonly string[]
  /** At the front of the queue. */
  readonly front?: boolean
  readonly live?: 'edit' | 'draft'
  /** What to run instead of the document as it is. */
  readonly workflow?: Workflow
}

/**
 * One open document, and the only way to change it. A command, a gesture or a field takes the handle when it begins and
 * keeps it: which document is in front by the time it ends makes no difference. Once its tab is closed, nothing changes
 * the document any more.
 */
export interface DocumentHandle {
  readonly id: string
  /** The document as it is now; of a closed one, as it was last. */
  read(): OpenDocument
  /**
   * Makes an edit; `label` is what the menu offers to undo.
   *
   * @returns false when the document is closed, and nothing was done
   */
  change(label: string, change: Change, options?: ChangeOptions): boolean
  undo(): void
  redo(): void
  /** What undo and redo return to. */
  readonly past: Pick<History<Workflow>, 'moments' | 'at' | 'restore'>
  select(selection: Selection): void
  /** Queues the document as it is now, see `startRun`. @returns the run's id; null when it could not be started */
  run(wish?: RunWish): Promise<string | null>
  /** Notes that `saved` was written to a file. */
  markSaved(file: SavedFile, saved: Workflow): void
  /** Gives it a title, and where its file was renamed, what is known of the file now. */
  rename(title: string, file?: Pick<OpenDocument, 'path' | 'saved' | 'news'>): void
  /** Notes which content the program found in the file; null: there is none. */
  noteFile(version: string | null): void
  /** Keeps the document although the file was changed: it is unsaved now. */
  keepMine(): void
  /** Takes the content of the file, as one edit. */
  reload(next: Workflow, version: string | null): void
  /** Brings its tab to the front. */
  show(): void
  close(): void
}

export type StartRun = (document: DocumentHandle, wish: RunWish) => Promise<string | null>

/** Makes the handle of a document that was just opened; the store follows what is done with it until it is closed. */
export function createHandle(
  store: StoreApi<DocumentsState>,
  opened: OpenDocument,
  startRun: StartRun,
): DocumentHandle {
  const { id } = opened
  const history = createHistory(opened.present)
  let now = opened
  let isOpen = true
  const put = (part: Partial<OpenDocument>) => {
    if (!isOpen) return
    now = { ...now, ...part }
    store.setState(({ documents }) => ({ documents: documents.map(each => (each.id === id ? now : each)) }))
  }
  history.subscribe(present =>
    put({
      present,
      undoable: history.undoable,
      redoable: history.redoable,
      selection: stillThere(now.selection, present),
    }),
  )
  const handle: DocumentHandle = {
    id,
    read: () => now,
    change(label, change, options) {
      if (isOpen) history.apply(label, change, options)
      return isOpen
    },
    undo: () => void (isOpen && history.undo()),
    redo: () => void (isOpen && history.redo()),
    past: history,
    select: selection => put({ selection }),
    run: (wish = {}) => startRun(handle, wish),
    markSaved: ({ path, title, version }, saved) => put({ path, title, version, saved, news: null }),
    rename: (title, file) => put({ title, ...file }),
    noteFile: version => put(afterLook(now, version)),
    keepMine: () => put(kept(now)),
    reload(next, version) {
      if (!isOpen) return
      history.apply('Reload from disk', replaceBy(next))
      put({ saved: now.present, version, news: null })
    },
    show: () => void (isOpen && store.setState({ active: id })),
    close() {
      isOpen = false
      store.setState(state => without(state, id))
    },
  }
  return handle
}

/** The tabs after one was closed. If it was in front, the one to its right is now, else the last. */
function without({ documents, active }: DocumentsState, id: string): DocumentsState {
  const index = documents.findIndex(document => document.id === id)
  const rest = documents.filter(document => document.id !== id)
  return { documents: rest, active: active === id ? (rest[Math.min(index, rest.length - 1)]?.id ?? null) : active }
}
