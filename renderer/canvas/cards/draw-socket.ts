import type { Point } from '../../studio/canvas-view.ts'
import { type Look, type SocketShape, socketShape } from './look.ts'

const radius = 5.5

/** A socket in the colour and shape of its type, filled while something is wired to it. */
export function drawSocket(
  context: CanvasRenderingContext2D,
  look: Look,
  { type, at: [x, y], wired, lit }: { type: string; at: Point; wired: boolean; lit?: boolean },
): void {
  const color = look.socket(type)
  context.beginPath()
  trace(context, type, x, y, lit ? radius + 2.5 : radius)
  context.fillStyle = wired || lit ? color : look.raised
  context.fill()
  context.strokeStyle = color
  context.lineWidth = 1.6
  context.stroke()
}

/** Corners, in radii from the middle. */
const polygons: Partial<Record<SocketShape, readonly Point[]>> = {
  hexagon: [
    [-0.55, -0.95],
    [0.55, -0.95],
    [1.1, 0],
    [0.55, 0.95],
    [-0.55, 0.95],
    [-1.1, 0],
  ],
  diamond: [
    [0, -1.15],
    [1.15, 0],
    [0, 1.15],
    [-1.15, 0],
  ],
  square: [
    [-0.88, -0.88],
    [0.88, -0.88],
    [0.88, 0.88],
    [-0.88, 0.88],
  ],
  triangle: [
    [-0.85, -1.05],
    [1.15, 0],
    [-0.85, 1.05],
  ],
  cross: [
    [-0.35, -1.05],
    [0.35, -1.05],
    [0.35, -0.35],
    [1.05, -0.35],
    [1.05, 0.35],
    [0.35, 0.35],
    [0.35, 1.05],
    [-0.35, 1.05],
    [-0.35, 0.35],
    [-1.05, 0.35],
    [-1.05, -0.35],
    [-0.35, -0.35],
  ],
}

function trace(context: CanvasRenderingContext2D, type: string, x: number, y: number, r: number): void {
  const shape = socketShape(type)
  const polygon = polygons[shape]
  if (polygon) {
    for (const [dx, dy] of polygon) context.lineTo(x + dx * r, y + dy * r)
    context.closePath()
  } else if (shape === 'rounded') context.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.5)
  else if (shape === 'half') {
    context.arc(x - r * 0.3, y, r * 1.1, -Math.PI / 2, Math.PI / 2)
    context.closePath()
  } else context.arc(x, y, shape === 'ring' ? r * 0.85 : r, 0, 2 * Math.PI)
}
