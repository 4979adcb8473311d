import type { KeyboardEvent, PointerEvent } from 'react'
import css from './splitter.module.css'

interface Props {
  /** What gets larger or smaller. */
  readonly label: string
  /** Which side of it the line is on. */
  readonly side: 'left' | 'right' | 'below'
  /** Pixels. */
  readonly size: number
  readonly least: number
  readonly most: number
  onChange(size: number): void
}

/** A line that is dragged, or moved with the arrow keys, to give a panel another size. */
export function Splitter({ label, side, size, least, most, onChange }: Props) {
  const change = (by: number) =>
    onChange(Math.round(Math.min(most, Math.max(least, size + (side === 'left' ? -by : by)))))
  const press = (event: KeyboardEvent) => {
    const [less, more] = side === 'below' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
    if (event.key !== less && event.key !== more) return
    event.preventDefault()
    event.stopPropagation()
    change(event.key === more ? 24 : -24)
  }
  const drag = ({ buttons, movementX, movementY }: PointerEvent) => {
    if (buttons === 1) change(side === 'below' ? movementY : movementX)
  }
  return (
    // A landmark: everything on the page is in one.
    <section aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved. */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={side === 'below' ? 'horizontal' : 'vertical'}
        aria-valuenow={size}
        aria-valuemin={least}
        aria-valuemax={most}
        className={`${css.splitter} ${{ left: css.left, right: css.right, below: css.below }[side]}`}
        onKeyDown={press}
        onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      />
    </section>
  )
}
