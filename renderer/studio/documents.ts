import { createStore } from 'zustand/vanilla'
import type { Change } from '../../graph/edit/change.ts'
import { type ChangeOptions, createHistory, type History } from '../../graph/history.ts'
import { parseJson } from '../../graph/json.ts'
import { checkWorkflow, emptyWorkflow, type Workflow, writeWorkflow } from '../../graph/workflow.ts'
import { emptySelection, type Selection, stillThere } from './selection.ts'

/** One tab: a document, its past, and what is chosen in it. */
export interface OpenDocument {
  readonly id: string
  readonly title: string
  /** null until it is saved for the first time. */
  readonly path: string | null
  readonly present: Workflow
  /** The document as it lies on disk; null when it does not. */
  readonly saved: Workflow | null
  readonly undoable: string | null
  readonly redoable: string | null
  readonly selection: Selection
}

export interface DocumentsState {
  readonly documents: readonly OpenDocument[]
  readonly active: string | null
}

/** What a document is opened with. */
export interface Opening {
  readonly id?: string
  readonly title: string
  readonly path: string | null
  readonly text: string
  /** Does `text` differ from the file? */
  readonly dirty?: boolean
}

/** The open documents. Every edit goes through `change`, so that every edit can be undone and is kept by the journal. */
export function createDocuments() {
  const store = createStore<DocumentsState>(() => ({ documents: [], active: null }))
  const histories = new Map<string, History<Workflow>>()

  const find = (id: string) => store.getState().documents.find(document => document.id === id)
  const patch = (id: string, part: Partial<OpenDocument>) =>
    store.setState(({ documents }) => ({
      documents: documents.map(document => (document.id === id ? { ...document, ...part } : document)),
    }))
  /** The active document's history; edits without a document make one. */
  const history = () => histories.get(store.getState().active ?? open({ title: 'Untitled', path: null, text: empty }))!
  const active = () => find(store.getState().active ?? '')

  function open({ id = crypto.randomUUID(), title, path, text, dirty = false }: Opening): string {
    const already = path === null ? undefined : store.getState().documents.find(document => document.path === path)
    if (already) {
      store.setState({ active: already.id })
      return already.id
    }
    const present = checkWorkflow(parseJson(text))
    const past = createHistory(present)
    histories.set(id, past)
    past.subscribe(now =>
      patch(id, {
        present: now,
        undoable: past.undoable,
        redoable: past.redoable,
        selection: stillThere(find(id)?.selection ?? emptySelection, now),
      }),
    )
    const saved = path === null || dirty ? null : present
    const document = { id, title, path, present, saved, undoable: null, redoable: null, selection: emptySelection }
    store.setState(({ documents }) => ({ documents: [...documents, document], active: id }))
    return id
  }

  return {
    store,
    active,
    find,
    open,
    create: (): string => open({ title: 'Untitled', path: null, text: empty }),
    show: (id: string): void => store.setState({ active: id }),
    close(id: string): void {
      const { documents, active } = store.getState()
      const index = documents.findIndex(document => document.id === id)
      const rest = documents.filter(document => document.id !== id)
      const next = active === id ? (rest[Math.min(index, rest.length - 1)]?.id ?? null) : active
      histories.delete(id)
      store.setState({ documents: rest, active: next })
    },
    /** Moves a tab to another place. */
    reorder: (order: readonly string[]): void =>
      store.setState(({ documents }) => ({
        documents: documents.toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
      })),
    /** Edits the active document; `label` is what the menu offers to undo. */
    change: (label: string, change: Change, options?: ChangeOptions): Workflow =>
      history().apply(label, change, options),
    undo: (): Workflow => history().undo(),
    redo: (): Workflow => history().redo(),
    select: (selection: Selection): void => {
      const document = active()
      if (document) patch(document.id, { selection })
    },
    /** The text `document` was written as now lies at `path`. */
    markSaved: (id: string, path: string, title: string, saved: Workflow): void => patch(id, { path, title, saved }),
    rename: (id: string, title: string): void => patch(id, { title }),
  }
}

export type Documents = ReturnType<typeof createDocuments>

/** Does the document hold anything that is not on disk? An untouched new one does not. */
export const isDirty = ({ present, saved, path, undoable }: OpenDocument): boolean =>
  present !== saved && (path !== null || undoable !== null || present.nodes.length > 0)

const empty = writeWorkflow(emptyWorkflow)
