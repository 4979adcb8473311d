import type { Point } from '../studio/canvas-view.ts'
import { type Look, socketShape } from './look.ts'

const radius = 5.5

/** One socket: its type's colour and shape; empty inside while nothing is wired to it. */
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

function trace(context: CanvasRenderingContext2D, type: string, x: number, y: number, r: number): void {
  const polygon = (...points: readonly Point[]) => {
    for (const [dx, dy] of points) context.lineTo(x + dx * r, y + dy * r)
    context.closePath()
  }
  switch (socketShape(type)) {
    case 'hexagon':
      return polygon([-0.55, -0.95], [0.55, -0.95], [1.1, 0], [0.55, 0.95], [-0.55, 0.95], [-1.1, 0])
    case 'diamond':
      return polygon([0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0])
    case 'square':
      return polygon([-0.88, -0.88], [0.88, -0.88], [0.88, 0.88], [-0.88, 0.88])
    case 'triangle':
      return polygon([-0.85, -1.05], [1.15, 0], [-0.85, 1.05])
    case 'cross':
      return polygon(
        ...([
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
        ] as const),
      )
    case 'rounded':
      return context.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.5)
    case 'half':
      context.arc(x - r * 0.3, y, r * 1.1, -Math.PI / 2, Math.PI / 2)
      return context.closePath()
    case 'circle':
      return context.arc(x, y, r, 0, 2 * Math.PI)
    case 'ring':
      return context.arc(x, y, r * 0.85, 0, 2 * Math.PI)
  }
}
