import type { Brush, CardState } from './card-brush.ts'
import type { CardNode } from './card-node.ts'
import type { SocketPlace } from './card-sockets.ts'
import { drawSocket } from './draw-socket.ts'
import { writeText } from './fit-text.ts'
import type { Look } from './look.ts'

/** The sockets of a card with their names; the one that a dragged wire would go to is lit. */
export function drawSockets({ context, look }: Brush, card: CardNode, { target }: CardState): void {
  const isLit = (side: 'input' | 'output', name: string) => target?.side === side && target.name === name
  for (const input of card.layout.inputs) drawInput(context, look, card, input, isLit('input', input.name))
  for (const output of card.layout.outputs) drawOutput(context, look, card, output, isLit('output', output.name))
  if (target?.side === 'input') highlightRow(context, look, card, target.name)
}

const fontOf = ({ font }: Look): string => `12px ${font}`
const isReroute = ({ node }: CardNode): boolean => node.type === 'Reroute'

/** The socket of a widget shows only while something is wired to it. */
function drawInput(context: CanvasRenderingContext2D, look: Look, card: CardNode, input: SocketPlace, lit: boolean) {
  const { type, at, widget, link, optional, label } = input
  if (widget !== null && link === null && !lit) return
  drawSocket(context, look, { type, at, wired: link !== null, lit })
  if (widget !== null || isReroute(card)) return
  const color = optional && link === null ? look.ink3 : look.ink2
  const style = { font: fontOf(look), color, width: card.layout.size[0] / 2 + 20 }
  writeText(context, label, [at[0] + 12, at[1]], style)
}

function drawOutput(context: CanvasRenderingContext2D, look: Look, card: CardNode, output: SocketPlace, lit: boolean) {
  const { type, at, label } = output
  drawSocket(context, look, { type, at, wired: true, lit })
  if (isReroute(card)) return
  const style = { font: fontOf(look), color: look.ink2, align: 'right', width: card.layout.size[0] / 2 } as const
  writeText(context, label.toLowerCase(), [at[0] - 12, at[1]], style)
}

/** The row of a widget that a dragged wire would go to is lit as a whole. */
function highlightRow(context: CanvasRenderingContext2D, look: Look, card: CardNode, name: string): void {
  const row = card.layout.widgets.find(widget => widget.name === name && widget.row.part === 'value')
  if (!row) return
  context.beginPath()
  context.roundRect(...row.rect, 5)
  context.strokeStyle = look.accent
  context.lineWidth = 2
  context.stroke()
}

/** A collapsed card shows one input and one output. */
export function drawCollapsedSockets({ context, look }: Brush, card: CardNode): void {
  const wiredIn = card.layout.inputs.find(({ link }) => link !== null)
  if (wiredIn) drawSocket(context, look, { ...wiredIn, wired: true })
  const output = card.layout.outputs[0]
  if (output) drawSocket(context, look, { ...output, wired: true })
}
