import { useStore } from 'zustand'
import css from '../canvas-host.module.css'
import { useCanvas } from '../use-canvas.ts'
import { freePlace } from './free-place.ts'

/** What the keys do where the focus is; shown to people who use them, where it covers no node. */
export function KeyHint() {
  const { state, mounted } = useCanvas()
  const view = useStore(state)
  const { row } = view
  const place = freePlace(mounted.graph.cards.values(), view)
  if (place === null) return null
  return (
    <p className={css.hint} data-at={place} aria-hidden>
      {row === null ? (
        <>
          <kbd>← ↑ → ↓</kbd> next node <kbd>Enter</kbd> into the node <kbd>Space</kbd> add a node <kbd>?</kbd> all keys
        </>
      ) : (
        <>
          <kbd>Enter</kbd> {row.startsWith('widget') ? 'change the value' : 'start a wire'} <kbd>Tab</kbd> next row{' '}
          {row.startsWith('input') && (
            <>
              <kbd>Delete</kbd> remove the wire{' '}
            </>
          )}
          <kbd>Esc</kbd> back to the node
        </>
      )}
    </p>
  )
}
