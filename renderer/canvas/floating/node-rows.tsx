import type { CSSProperties, KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { Point } from '../../studio/canvas-view.ts'
import { useActive, useDocument } from '../../studio/use-studio.ts'
import type { Mounted } from '../mount.ts'
import { useCanvas } from '../use-canvas.ts'
import { type NodeRow, rowsOf } from './node-row.ts'
import css from './node-rows.module.css'

/**
 * The values and sockets of the selected node as buttons over its card, for the keyboard: Enter on the canvas goes to the
 * first, Tab goes on, Escape goes back. Pointer events go through to the canvas.
 */
export function NodeRows() {
  const { state, mounted } = useCanvas()
  const { offset, scale, doubted } = useStore(state)
  const document = useDocument()
  const selected = useActive(({ selection }) => selection.nodes)
  const [id, ...others] = selected ?? []
  const card = id === undefined || others.length > 0 ? undefined : mounted.graph.cards.get(id)
  if (!card) return null
  const [x, y] = [card.pos[0]!, card.pos[1]!]
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    <div
      key={card.id}
      className={css.rows}
      role="group"
      aria-label={`Values and sockets of ${card.title}`}
      style={styleAt(scale, offset)}
    >
      {rowsOf(document, card, doubted).map(row => {
        const { key, label, rect } = row
        return (
          <button
            key={key}
            type="button"
            data-row={key}
            aria-label={label}
            style={{ left: x + rect[0], top: y + rect[1], width: rect[2], height: rect[3] }}
            onFocus={() => state.setState({ row: key })}
            onClick={() => mounted.act(row.effects)}
            onKeyDown={event => press(event, row, mounted)}
          />
        )
      })}
    </div>
  )
}

/** In graph units. */
const styleAt = (scale: number, [x, y]: Point): CSSProperties & Record<'--scale', number> => ({
  transform: `scale(${scale}) translate(${x}px, ${y}px)`,
  '--scale': scale,
})

function press(event: KeyboardEvent<HTMLButtonElement>, row: NodeRow, mounted: Mounted): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  switch (event.key) {
    case 'Enter':
    case ' ':
      mounted.act(row.effects)
      break
    case 'Delete':
    case 'Backspace':
      mounted.act(row.remove)
      break
    case 'ArrowDown':
    case 'ArrowUp':
      focusNext(mounted, row.key, event.key === 'ArrowDown' ? 1 : -1)
      break
    case 'Escape':
      mounted.view.canvas.focus()
      break
    default:
      return
  }
  event.preventDefault()
  event.stopPropagation()
}

const rowsIn = ({ view }: Mounted) => [
  ...(view.canvas.parentElement?.querySelectorAll<HTMLElement>('[data-row]') ?? []),
]

/** Moves the focus to a row; to the canvas if the selected node does not have it. */
export const focusRow = (mounted: Mounted, key: string | null): void =>
  (rowsIn(mounted).find(({ dataset }) => dataset.row === key) ?? mounted.view.canvas).focus()

/** Moves the focus from a row to the next or the previous one; past the last one, to the canvas. */
export function focusNext(mounted: Mounted, key: string, by: 1 | -1): void {
  const rows = rowsIn(mounted)
  const at = rows.findIndex(({ dataset }) => dataset.row === key)
  ;(rows[at + by] ?? mounted.view.canvas).focus()
}
