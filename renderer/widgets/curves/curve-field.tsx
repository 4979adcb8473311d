import { Plus, Trash2 } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { type CurvePoint, type CurveWidget, writeCurve } from '../../../graph/widgets/numbers/curve.ts'
import { fields } from '../../look/styles.ts'
import type { WidgetHandle } from '../use-widget.ts'
import { addedPoint, draggedCurve, movedPoint, placeIn, pointsOf, shownRange } from './curve-edit.ts'
import css from './curve-field.module.css'

/** The size of the diagram in its own units. */
const [WIDTH, HEIGHT] = [200, 90]

interface Props {
  readonly widget: WidgetHandle<CurveWidget>
  readonly autoFocus?: boolean
}

/** A curve: its points are dragged, or moved with the arrow keys; Delete removes one. */
export function CurveField({ widget, autoFocus = false }: Props) {
  const { port, wired, label } = widget
  const points = pointsOf(port, widget.value)
  const [chosen, setChosen] = useState(0)
  const index = Math.min(chosen, points.length - 1)
  const handles = useRef<(SVGGElement | null)[]>([])
  useEffect(() => {
    if (autoFocus) handles.current[0]?.focus()
  }, [autoFocus])
  const set = (next: readonly CurvePoint[]) => widget.set(writeCurve(next))
  const add = () => {
    const [from, to] = [points[index]!, points[index + 1] ?? { share: 1, strength: points[index]!.strength }]
    const added = addedPoint(points, {
      share: (from.share + to.share) / 2,
      strength: (from.strength + to.strength) / 2,
    })
    widget.settle()
    set(added.points)
    setChosen(added.index)
  }
  const remove = (which: number) => {
    if (points.length === 1) return
    widget.settle()
    set(points.toSpliced(which, 1))
    setChosen(Math.max(0, which - 1))
    handles.current[Math.max(0, which - 1)]?.focus()
  }
  const keys = (event: KeyboardEvent, which: number) => {
    const move = MOVES[event.key]
    // A key that is held down moves in one step.
    if (!event.repeat) widget.settle()
    if (event.key === 'Delete' || event.key === 'Backspace') remove(which)
    else if (move) {
      const by = event.shiftKey ? 0.1 : event.altKey ? 0.01 : 0.05
      const { share, strength } = points[which]!
      set(movedPoint(points, which, { share: share + move[0] * by, strength: strength + move[1] * by }, port))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own frame.
    <div role="group" aria-label={`${label}, a curve over the steps`} className={fields.stack}>
      <Diagram
        widget={widget}
        points={points}
        index={index}
        handles={handles.current}
        onKeys={keys}
        onChoose={setChosen}
      />
      <p className={css.says}>
        Strength {points[index]!.strength} after {Math.round(points[index]!.share * 100)} % of the steps
      </p>
      <Tools isLast={points.length === 1} isDisabled={wired} onAdd={add} onRemove={() => remove(index)} />
    </div>
  )
}

interface ToolsProps {
  readonly isDisabled: boolean
  readonly isLast: boolean
  onAdd(): void
  onRemove(): void
}

const Tools = ({ isDisabled, isLast, onAdd, onRemove }: ToolsProps) => (
  <div className={css.tools}>
    <Button onPress={onAdd} isDisabled={isDisabled}>
      <Plus /> Add a point
    </Button>
    <Button onPress={onRemove} isDisabled={isDisabled || isLast}>
      <Trash2 /> Remove it
    </Button>
  </div>
)

/** How the arrow keys move a point: along the steps, in strength. */
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

interface DiagramProps {
  readonly widget: WidgetHandle<CurveWidget>
  readonly points: readonly CurvePoint[]
  readonly index: number
  readonly handles: (SVGGElement | null)[]
  onKeys(event: KeyboardEvent, which: number): void
  onChoose(which: number): void
}

/** A drag moves the point where it began, or a new one, and all of it is one step to undo. */
function Diagram({ widget, points, index, handles, onKeys, onChoose }: DiagramProps) {
  const { port, value, wired } = widget
  const drag = useRef<{ readonly value: typeof value; readonly from: ReturnType<typeof placeOf> } | null>(null)
  const places = points.map(placeIn(shownRange(points)))
  const [low, high] = shownRange(points)
  const xy = ({ share, height }: (typeof places)[number]) => [share * WIDTH, (1 - height) * HEIGHT] as const
  const zero = HEIGHT * (1 + low / (high - low))
  const line = [[0, xy(places[0]!)[1]], ...places.map(xy), [WIDTH, xy(places.at(-1)!)[1]]]
  const move = (event: PointerEvent<SVGSVGElement>) => {
    if (!drag.current) return
    const to = placeOf(event)
    widget.set(draggedCurve(port, drag.current.value, drag.current.from, to))
    const distances = places.map(place => Math.hypot(place.share - to.share, place.height - to.height))
    onChoose(distances.indexOf(Math.min(...distances)))
  }
  return (
    <svg
      className={css.diagram}
      viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`}
      onPointerDown={event => {
        if (wired) return
        widget.settle()
        event.currentTarget.setPointerCapture(event.pointerId)
        drag.current = { value, from: placeOf(event) }
        move(event)
      }}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null
      }}
    >
      <title>{`${widget.label} over the steps`}</title>
      <line className={css.axis} x1={0} x2={WIDTH} y1={zero} y2={zero} />
      <polyline className={css.line} points={line.map(point => point.join()).join(' ')} />
      {points.map(({ share, strength }, i) => (
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: a point is known by its place in the order.
          key={i}
          ref={element => {
            handles[i] = element
          }}
          className={i === index ? `${css.point} ${css.chosen}` : css.point}
          role="slider"
          tabIndex={wired ? -1 : 0}
          aria-disabled={wired}
          aria-label={`Point ${i + 1} of ${points.length}`}
          aria-valuemin={port.min}
          aria-valuemax={port.max}
          aria-valuenow={strength}
          aria-valuetext={`strength ${strength} after ${Math.round(share * 100)} % of the steps`}
          onFocus={() => onChoose(i)}
          onKeyDown={event => !wired && onKeys(event, i)}
        >
          <circle cx={xy(places[i]!)[0]} cy={xy(places[i]!)[1]} r={5} />
        </g>
      ))}
    </svg>
  )
}

/** Where the pointer is in the diagram, without its margin. */
function placeOf({ clientX, clientY, currentTarget }: PointerEvent<SVGSVGElement>) {
  const { left, top, width, height } = currentTarget.getBoundingClientRect()
  const [x, y] = [((clientX - left) / width) * (WIDTH + 12) - 6, ((clientY - top) / height) * (HEIGHT + 12) - 6]
  return { share: x / WIDTH, height: 1 - y / HEIGHT }
}
