import { createStore } from 'zustand/vanilla'
import { appViewOf } from '../../graph/form/app-view.ts'
import type { OpenDocument } from './document-handle.ts'

export type SidePanel = 'nodes' | 'models' | 'workflows' | 'queue' | 'history'
/** A dialog over everything. */
export type Overlay =
  | { readonly kind: 'palette' }
  | { readonly kind: 'settings'; readonly section?: string }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'welcome' }
  /** `back`: what lay there before. */
  | { readonly kind: 'compare'; readonly left: string; readonly right: string; readonly back?: Overlay }
  /** The pictures that one node compares. */
  | { readonly kind: 'grid'; readonly document: string; readonly node: string }
  | { readonly kind: 'picture'; readonly address: string; readonly title: string }
  /** The drawing of one node's widget. */
  | { readonly kind: 'drawing'; readonly document: string; readonly node: string; readonly widget: string }
  | { readonly kind: 'close-document'; readonly document: string }

export interface LayoutState {
  /** The panel on the left; null when it is folded away. */
  readonly side: SidePanel | null
  readonly inspector: boolean
  /** Pixels. */
  readonly sideWidth: number
  readonly inspectorWidth: number
  readonly overlay: Overlay | null
  /** Queues a run after every change that changes the result. */
  readonly live: boolean
  /** By document: whether it is seen as a graph or as a form, where somebody chose. */
  readonly seenAs: Readonly<Record<string, 'graph' | 'form'>>
}

/** Where things are on the screen, kept in the browser's storage from one start to the next. */
export function createLayout() {
  const store = createStore<LayoutState>(() => ({
    side: 'nodes',
    inspector: true,
    sideWidth: 264,
    inspectorWidth: 304,
    live: false,
    ...remembered(),
    seenAs: {},
    overlay: null,
  }))
  store.subscribe(({ side, inspector, sideWidth, inspectorWidth }) =>
    localStorage.setItem(key, JSON.stringify({ side, inspector, sideWidth, inspectorWidth })),
  )
  return {
    store,
    /** Shows a panel, or folds it away when it is the one that is shown. */
    toggleSide: (side: SidePanel): void => store.setState(now => ({ side: now.side === side ? null : side })),
    showSide: (side: SidePanel): void => store.setState({ side }),
    toggleInspector: (): void => store.setState(({ inspector }) => ({ inspector: !inspector })),
    open: (overlay: Overlay): void => store.setState({ overlay }),
    close: (): void => store.setState({ overlay: null }),
    see: (document: string, as: 'graph' | 'form'): void =>
      store.setState(({ seenAs }) => ({ seenAs: { ...seenAs, [document]: as } })),
    toggleLive: (): void => store.setState(({ live }) => ({ live: !live })),
  }
}

export type Layout = ReturnType<typeof createLayout>

/** Is a document seen as a form? Where nobody chose, its file says. */
export const isForm = ({ id, present }: OpenDocument, seenAs: LayoutState['seenAs']): boolean =>
  (seenAs[id] ?? (appViewOf(present)?.opensFirst ? 'form' : 'graph')) === 'form'

const key = 'leapgraph.layout'

function remembered(): Partial<LayoutState> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof found === 'object' && found !== null ? (found as Partial<LayoutState>) : {}
  } catch {
    // Storage that somebody edited by hand is no reason not to start.
    return {}
  }
}
