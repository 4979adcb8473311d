import type { CurveWidget } from '../../../graph/widgets/numbers/curve.ts'
import { drawPair } from '../../canvas/cards/draw-row.ts'
import type { CardRow, RowBrush, WidgetView } from '../widget-view.ts'
import { draggedCurve, placeIn, pointsOf, shownRange } from './curve-edit.ts'
import { CurveField } from './curve-field.tsx'

const row: CardRow<CurveWidget> = {
  part: 'value',
  height: 96,
  isElastic: true,
  draw(brush, { label, port, value }) {
    const points = pointsOf(port, value)
    drawCurve(
      brush,
      points.map(placeIn(shownRange(points))),
      placeIn(shownRange(points))({ share: 0, strength: 0 }).height,
    )
    const [first, last] = [points[0]!, points.at(-1)!]
    drawPair(
      { ...brush, rect: [...brush.rect].with(3, 22) as unknown as RowBrush['rect'] },
      label,
      `${first.strength} → ${last.strength}`,
    )
  },
  dragged: ({ port, value }, { share, height, from }) => draggedCurve(port, value, from, { share, height }),
  editor: { shape: 'list', width: 320, Body: ({ widget }) => <CurveField widget={widget} autoFocus /> },
}

interface At {
  readonly share: number
  readonly height: number
}

/** The line through the points, flat before the first and after the last one. @param zero  the height of strength 0 */
function drawCurve({ context, look, rect: [x, y, w, h] }: RowBrush, points: readonly At[], zero: number): void {
  // A point at an edge is shown whole.
  const at = ({ share, height }: At) => [x + 5 + share * (w - 10), y + 5 + (1 - height) * (h - 10)] as const
  const line = (of: readonly At[]) => {
    context.beginPath()
    for (const each of of) context.lineTo(...at(each))
  }
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, 5)
  context.clip()
  context.strokeStyle = look.edge
  context.lineWidth = 1
  line([
    { share: 0, height: zero },
    { share: 1, height: zero },
  ])
  context.stroke()
  context.strokeStyle = look.accent
  context.lineWidth = 2
  line([{ share: 0, height: points[0]!.height }, ...points, { share: 1, height: points.at(-1)!.height }])
  context.stroke()
  context.fillStyle = look.accent
  for (const point of points) {
    context.beginPath()
    context.arc(...at(point), 4, 0, 2 * Math.PI)
    context.fill()
  }
  context.restore()
}

export const curveView: WidgetView<CurveWidget> = { Control: CurveField, rows: () => [row] }
