import { useStore } from 'zustand'
import type { CanvasStore } from '../canvas-state.ts'
import type { Mounted } from '../mount.ts'
import { ContextMenu } from './context-menu.tsx'
import { NodeSearch } from './node-search.tsx'
import { TitleEditor } from './title-editor.tsx'
import { WidgetEditor } from './widget-editor.tsx'

/** What is open over the canvas. */
export function Floating({ state, mounted }: { readonly state: CanvasStore; readonly mounted: Mounted }) {
  const floating = useStore(state, ({ floating }) => floating)
  const close = () => {
    state.setState({ floating: null })
    mounted.view.canvas.focus()
  }
  switch (floating?.kind) {
    case undefined:
      return null
    case 'search':
      return <NodeSearch mounted={mounted} at={floating.at} from={floating.from} onClose={close} />
    case 'menu':
      return <ContextMenu at={floating.at} hit={floating.hit} state={state} onClose={close} />
    case 'title':
    case 'group-title':
      return <TitleEditor what={floating} state={state} mounted={mounted} onClose={close} />
    case 'widget':
      return <WidgetEditor what={floating} state={state} mounted={mounted} onClose={close} />
  }
}
