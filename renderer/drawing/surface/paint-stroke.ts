import { fullPressure, type Layer, type Stroke } from '../../../graph/drawing/drawing.ts'
import { type Line, lineOf } from '../../../graph/drawing/line.ts'

/** Paints one stroke, in pixels of the drawing; a stroke of the eraser removes what is below it. */
function paintStroke(context: CanvasRenderingContext2D, stroke: Stroke, ink: string): void {
  context.globalCompositeOperation = stroke.tool === 'eraser' ? 'destination-out' : 'source-over'
  context.fillStyle = context.strokeStyle = ink
  const line = known.get(stroke) ?? lineOf(stroke)
  known.set(stroke, line)
  context.beginPath()
  if (line.length === 3 || !isEven(stroke)) {
    outline(context, line)
    context.fill()
  } else {
    middle(context, line)
    context.lineCap = context.lineJoin = 'round'
    context.lineWidth = stroke.width
    context.stroke()
  }
  context.globalCompositeOperation = 'source-over'
}

export function paintStrokes(context: CanvasRenderingContext2D, strokes: Layer['strokes'], ink: string): void {
  for (const stroke of strokes) paintStroke(context, stroke, ink)
}

const known = new WeakMap<Stroke, Line>()

/** Whether the width is the same everywhere: then the browser's line with round ends is the same, and faster. */
const isEven = ({ pressure }: Stroke): boolean =>
  !pressure || (pressure[0] === fullPressure && pressure.slice(1).every(change => change === 0))

function middle(path: CanvasPath, line: Line): void {
  path.moveTo(line[0]!, line[1]!)
  for (let i = 3; i < line.length; i += 3) path.lineTo(line[i]!, line[i + 1]!)
}

/** A circle at each point and the area between two of them, all in one direction, so that they fill as one area. */
function outline(path: CanvasPath, line: Line): void {
  for (let i = 0; i < line.length; i += 3) {
    const [x, y, r] = [line[i]!, line[i + 1]!, line[i + 2]!]
    path.moveTo(x + r, y)
    path.arc(x, y, r, 0, 2 * Math.PI)
    if (i > 0) addPiece(path, [line[i - 3]!, line[i - 2]!, line[i - 1]!], [x, y, r])
  }
}

type Mark = readonly [x: number, y: number, radius: number]

function addPiece(path: CanvasPath, [ax, ay, ar]: Mark, [bx, by, br]: Mark): void {
  const length = Math.hypot(bx - ax, by - ay)
  if (length === 0) return
  const [nx, ny] = [(by - ay) / length, (ax - bx) / length]
  path.moveTo(ax + nx * ar, ay + ny * ar)
  path.lineTo(bx + nx * br, by + ny * br)
  path.lineTo(bx - nx * br, by - ny * br)
  path.lineTo(ax - nx * ar, ay - ny * ar)
  path.closePath()
}
