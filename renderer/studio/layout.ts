import { createStore, type StoreApi } from 'zustand/vanilla'
import { appViewOf } from '../../graph/form/app-view.ts'
import type { Conflict } from '../../runtime/contract/answers.ts'
import type { OpenDocument } from './document-handle.ts'
import type { ShownPicture } from './past/gallery.ts'

export type SidePanel = 'nodes' | 'models' | 'workflows' | 'queue' | 'gallery' | 'history' | 'log'
/** A dialog over everything. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'settings'; readonly section?: string }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'welcome' }
  | { readonly kind: 'real-models' }
  /** Two pictures laid over each other. `back`: the dialog to return to. */
  | { readonly kind: 'two-pictures'; readonly left: string; readonly right: string; readonly back?: Overlay }
  /** One picture. `shown`: what is known of it, where that is more than the gallery has. */
  | { readonly kind: 'picture'; readonly address: string; readonly title: string; readonly shown?: ShownPicture }
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
  /** The viewer beside a form, which shows its own pictures already. */
  readonly resultsBesideForm: boolean
  /** Pixels. */
  readonly sideWidth: number
  readonly inspectorWidth: number
  readonly galleryWidth: number
  readonly resultsHeight: number
  /** Below the picture: everything that is known of it? */
  readonly resultDetails: boolean
  readonly overlay: Overlay | null
  /** Only the canvas or the form is shown: the panels and the rail are hidden. */
  readonly focused: boolean
  /** The canvas is only looked at: nothing on it can be moved or changed. */
  readonly locked: boolean
  /** How many runs Run queues. */
  readonly batch: number
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
    focused: false,
    locked: false,
    sideWidth: 248,
    inspectorWidth: 304,
    results: true,
    resultsBesideForm: false,
    galleryWidth: 380,
    resultsHeight: 470,
    resultDetails: false,
    batch: 1,
    live: false,
    ...remembered(),
    seenAs: {},
    overlay: null,
  }))
  store.subscribe(({ overlay: _, seenAs: __, live: ___, locked: ____, focused: _____, batch: ______, ...kept }) =>
    localStorage.setItem(key, JSON.stringify(kept)),
  )
  return {
    store,
    ...panelsOf(store),
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

const noPanels = { side: null, inspector: false, results: false, resultsBesideForm: false } as const

/** What shows and hides the panels. */
function panelsOf(store: StoreApi<LayoutState>) {
  /** Shows or hides panels, and ends focus mode; in a narrow window one panel is shown at a time. */
  const show = (change: (now: LayoutState) => Partial<LayoutState>) =>
    store.setState(now => ({
      ...(isNarrow() && noPanels),
      focused: false,
      ...change(now.focused ? { ...now, ...noPanels } : now),
    }))
  return {
    /** Shows a panel, or hides it when it is shown. */
    toggleSide: (side: SidePanel): void => show(now => ({ side: now.side === side ? null : side })),
    showSide: (side: SidePanel): void => show(() => ({ side })),
    toggleInspector: (): void => show(({ inspector }) => ({ inspector: !inspector })),
    /** @param which  beside the graph or beside a form */
    toggleResults: (which: 'results' | 'resultsBesideForm'): void => show(now => ({ [which]: !now[which] })),
    showResults: (which: 'results' | 'resultsBesideForm'): void => show(() => ({ [which]: true })),
    /** Hides every panel, or shows those that were open. */
    toggleFocus: (): void => store.setState(({ focused }) => ({ focused: !focused })),
    /**
     * Closes the panels when the window gets as narrow as a phone, where each covers everything. They come back in a wide
     * window, unless others were opened. @returns ends it
     */
    followWidth(): () => void {
      let closed: Pick<LayoutState, keyof typeof noPanels> | null = null
      const follow = () => {
        const now = store.getState()
        if (isNarrow() && !closed) {
          const { side, inspector, results, resultsBesideForm } = now
          closed = { side, inspector, results, resultsBesideForm }
          store.setState(noPanels)
        } else if (!isNarrow() && closed) {
          if (now.side === null && !now.inspector && !now.results && !now.resultsBesideForm) store.setState(closed)
          closed = null
        }
      }
      follow()
      window.addEventListener('resize', follow)
      return () => window.removeEventListener('resize', follow)
    },
  }
}

export type Layout = ReturnType<typeof createLayout>

/** Is the canvas covered by a dialog, so that it need not be painted? */
export const coversCanvas = ({ overlay }: LayoutState): boolean =>
  overlay?.kind === 'node' && overlay.coversCanvas === true

/** Is a document shown as a form? Until the user selects, its file decides. */
export const isForm = ({ id, present }: OpenDocument, seenAs: LayoutState['seenAs']): boolean =>
  (seenAs[id] ?? (appViewOf(present)?.opensFirst ? 'form' : 'graph')) === 'form'

/** Is the window as narrow as a phone? The styles have the same limit. Outside a browser there is no width. */
const isNarrow = (): boolean => globalThis.innerWidth <= 720

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
