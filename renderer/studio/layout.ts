import { createStore } from 'zustand/vanilla'
import { appViewOf } from '../../graph/form/app-view.ts'
import type { Conflict } from '../../runtime/contract/answers.ts'
import type { OpenDocument } from './document-handle.ts'

export type SidePanel = 'nodes' | 'models' | 'workflows' | 'queue' | 'gallery' | 'history'
/** A dialog over everything. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'settings'; readonly section?: string }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'welcome' }
  /** Two pictures laid over each other. `back`: the dialog to return to. */
  | { readonly kind: 'two-pictures'; readonly left: string; readonly right: string; readonly back?: Overlay }
  | { readonly kind: 'picture'; readonly address: string; readonly title: string }
  /** The dialog of one node: that of the node view with this name. */
  | {
      readonly kind: 'node'
      readonly view: string
      readonly document: string
      readonly node: string
      readonly widget?: string
      /** The canvas behind it need not be painted. */
      readonly coversCanvas?: boolean
    }
  | { readonly kind: 'close-document'; readonly document: string }
  | NameQuestion
  | ConflictQuestion

/** Asks for the name of a workflow. */
export interface NameQuestion {
  readonly kind: 'name'
  readonly document: string
  readonly purpose: 'save' | 'rename'
  answer(name: string): void
}

/** Asks what happens to a file that is in the way of a save. */
export interface ConflictQuestion {
  readonly kind: 'conflict'
  readonly document: string
  readonly conflict: Conflict
  answer(choice: ConflictChoice): void
}

/** What a person does about a file that is in the way. */
export type ConflictChoice = 'replace' | 'keep-both' | 'reload'

export interface LayoutState {
  /** The panel on the left; null when it is hidden. */
  readonly side: SidePanel | null
  readonly inspector: boolean
  /** The viewer of results, above the inspector. */
  readonly results: boolean
  /** Pixels. */
  readonly sideWidth: number
  readonly inspectorWidth: number
  readonly galleryWidth: number
  readonly resultsHeight: number
  /** Below the picture: everything that is known of it? */
  readonly resultDetails: boolean
  readonly overlay: Overlay | null
  /** The canvas is only looked at: nothing on it can be moved or changed. */
  readonly locked: boolean
  /** Live mode: an edit that may change the picture runs. */
  readonly live: boolean
  /** By document: shown as a graph or as a form, once the user has selected one. */
  readonly seenAs: Readonly<Record<string, 'graph' | 'form'>>
}

/** Which parts of the window are shown and how wide they are, kept in the browser's storage between starts. */
export function createLayout() {
  const store = createStore<LayoutState>(() => ({
    side: null,
    inspector: true,
    locked: false,
    sideWidth: 248,
    inspectorWidth: 304,
    results: true,
    galleryWidth: 380,
    resultsHeight: 470,
    resultDetails: false,
    live: false,
    ...remembered(),
    seenAs: {},
    overlay: null,
  }))
  store.subscribe(({ overlay: _, seenAs: __, live: ___, locked: ____, ...kept }) =>
    localStorage.setItem(key, JSON.stringify(kept)),
  )
  return {
    store,
    /** Shows a panel, or hides it when it is shown. */
    toggleSide: (side: SidePanel): void => store.setState(now => ({ side: now.side === side ? null : side })),
    showSide: (side: SidePanel): void => store.setState({ side }),
    toggleResults: (): void => store.setState(({ results }) => ({ results: !results })),
    toggleInspector: (): void => store.setState(({ inspector }) => ({ inspector: !inspector })),
    open: (overlay: Overlay): void => store.setState({ overlay }),
    close: (): void => store.setState({ overlay: null }),
    /** Asks with a dialog. @returns null when it was closed, or another took its place */
    ask<T>(dialog: (answer: (value: T) => void) => Overlay): Promise<T | null> {
      const { promise, resolve } = Promise.withResolvers<T | null>()
      const overlay = dialog(value => {
        resolve(value)
        store.setState({ overlay: null })
      })
      store.setState({ overlay })
      const end = store.subscribe(now => {
        if (now.overlay === overlay) return
        end()
        resolve(null)
      })
      return promise
    },
    see: (document: string, as: 'graph' | 'form'): void =>
      store.setState(({ seenAs }) => ({ seenAs: { ...seenAs, [document]: as } })),
    toggleLock: (): void => store.setState(({ locked }) => ({ locked: !locked })),
    toggleLive: (): void => store.setState(({ live }) => ({ live: !live })),
  }
}

export type Layout = ReturnType<typeof createLayout>

/** Is the canvas covered by a dialog, so that it need not be painted? */
export const coversCanvas = ({ overlay }: LayoutState): boolean =>
  overlay?.kind === 'node' && overlay.coversCanvas === true

/** Is a document shown as a form? Until the user selects, its file decides. */
export const isForm = ({ id, present }: OpenDocument, seenAs: LayoutState['seenAs']): boolean =>
  (seenAs[id] ?? (appViewOf(present)?.opensFirst ? 'form' : 'graph')) === 'form'

const key = 'leapgraph.layout'

function remembered(): Partial<LayoutState> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof found === 'object' && found !== null ? (found as Partial<LayoutState>) : {}
  } catch {
    // The storage was edited by hand: start with the defaults.
    return {}
  }
}
