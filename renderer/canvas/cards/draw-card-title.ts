import { pathTitle } from '../../library/categories.ts'
import type { NodeProgress } from '../../studio/run-view.ts'
import { seconds, timeLeft } from '../../widgets/durations.ts'
import { titleHeight } from '../geometry.ts'
import { type Brush, type CardState, colorOf, frameOf, radius } from './card-brush.ts'
import { type CardNode, titleOf } from './card-node.ts'
import { textWidth, writeText } from './fit-text.ts'
import type { Look } from './look.ts'

/** The title of a card and, small at its right, the state of the node. */
export function drawTitle({ context, look, scale }: Brush, card: CardNode, { progress, error }: CardState): void {
  if (card.node.type === 'Reroute') return
  const [x, y, w] = frameOf(card)
  const own = colorOf(card.node, 'color')
  if (own !== null && !card.layout.collapsed) {
    context.beginPath()
    context.roundRect(x + 0.5, y + 0.5, w - 1, titleHeight - 1, [radius, radius, 0, 0])
    context.fillStyle = look.isLight ? `color-mix(in srgb, ${own} 45%, ${look.raised})` : own
    context.fill()
  }
  if (!card.layout.collapsed && scale > 0.3) {
    context.fillStyle = look.edge
    context.fillRect(x, y + titleHeight - 1, w, 1)
  }
  const title = titleOf(card.node, card.spec)
  const font = `600 ${scale < 0.3 ? 18 : 13}px ${look.font}`
  context.font = font
  const room = w - 26 - textWidth(context, title)
  const tag = tagOf(card, progress, error) ?? categoryTag(context, look, card, room)
  const right = scale > 0.3 ? drawTag(context, look, tag, x + w - 12, y + titleHeight / 2) : 0
  writeText(context, title, [x + 12, y + titleHeight / 2], {
    font,
    color: card.spec ? look.ink : look.warn,
    width: w - right - 26,
  })
}

interface Tag {
  readonly text: string
  readonly color: 'ink3' | 'good' | 'bad' | 'warn'
}

/** The small text at the right of the title. */
function tagOf(card: CardNode, progress: NodeProgress | undefined, error: string | null): Tag | null {
  if (error !== null) return { text: 'error', color: 'bad' }
  if (!card.spec) return { text: 'not installed', color: 'warn' }
  if (card.node.mode === 2) return { text: 'muted', color: 'ink3' }
  if (card.node.mode === 4) return { text: 'bypassed', color: 'ink3' }
  if (progress?.state === 'running') return { text: runningText(progress), color: 'good' }
  if (progress?.state === 'done' && progress.ms !== null && progress.ms > 50)
    return { text: seconds(progress.ms / 1000), color: 'ink3' }
  if (card.flags.pinned) return { text: 'pinned', color: 'ink3' }
  return null
}

/** The folder of the node in the library, where nothing else is to be said and its title leaves room for it. */
function categoryTag(context: CanvasRenderingContext2D, look: Look, card: CardNode, room: number): Tag | null {
  if (!card.spec || card.layout.collapsed || colorOf(card.node, 'color') !== null) return null
  const text = pathTitle(card.spec.category.split('/')[0]!)
  context.font = `12px ${look.font}`
  return textWidth(context, text) + 16 < room ? { text, color: 'ink3' } : null
}

const runningText = ({ step, of, secondsLeft }: NodeProgress): string =>
  of === 0
    ? 'running'
    : `step ${step} of ${of}${secondsLeft !== null && secondsLeft > 0.5 ? ` · ${timeLeft(secondsLeft)}` : ''}`

/** @returns the width it takes */
function drawTag(context: CanvasRenderingContext2D, look: Look, tag: Tag | null, right: number, y: number): number {
  if (!tag) return 0
  const style = { font: `12px ${look.font}`, color: look[tag.color], align: 'right' } as const
  writeText(context, tag.text, [right, y + 0.5], style)
  return textWidth(context, tag.text) + 8
}
