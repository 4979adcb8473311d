import { exactFollows } from '../../studio/run-view.ts'
import { type Brush, frameOf, radius } from './card-brush.ts'
import type { CardNode } from './card-node.ts'
import { textWidth, writeText } from './fit-text.ts'
import type { Look } from './look.ts'

/** The picture inside a card, as large as fits, how many there are, and whether an exact one follows. */
export function drawPicture({ context, look, picture }: Brush, card: CardNode, follows: boolean): void {
  const place = card.layout.picture
  if (!place) return
  const [x, y, w, h] = place
  context.save()
  context.beginPath()
  context.roundRect(x, y, w, h, 6)
  context.fillStyle = look.panel
  context.fill()
  context.clip()
  const image = picture(card)
  if (image && 'width' in image) {
    const [iw, ih] = [Number(image.width), Number(image.height)]
    const fit = Math.min(w / iw, h / ih)
    context.imageSmoothingEnabled = fit * iw < 2 * iw
    context.drawImage(image, x + (w - iw * fit) / 2, y + (h - ih * fit) / 2, iw * fit, ih * fit)
  } else drawEmptyPicture(context, look, place)
  context.restore()
  if (card.pictures.length > 1) drawBadge(context, look, String(card.pictures.length), [x + w - 8, y + 8], w - 16)
  if (follows) drawBadge(context, look, exactFollows, [x + w - 8, y + h - 26], w - 16)
}

function drawEmptyPicture(
  context: CanvasRenderingContext2D,
  look: Look,
  [x, y, w, h]: readonly [number, number, number, number],
): void {
  const style = { font: `12px ${look.font}`, color: look.ink3, align: 'center' } as const
  writeText(context, 'no picture yet', [x + w / 2, y + h / 2], style)
}

/** A text on a picture, at most `most` wide. */
function drawBadge(
  context: CanvasRenderingContext2D,
  look: Look,
  text: string,
  [right, top]: readonly [number, number],
  most: number,
): void {
  const font = `600 12px ${look.font}`
  context.font = font
  const width = Math.min(textWidth(context, text) + 12, most)
  context.beginPath()
  context.roundRect(right - width, top, width, 18, 9)
  context.fillStyle = look.badge
  context.fill()
  const style = { font, color: look.badgeInk, align: 'right', baseline: 'top', width: most - 12 } as const
  writeText(context, text, [right - 6, top + 4], style)
}

/** The unfinished picture hangs below the sampler that works on it, unless the card has a place for pictures. */
export function drawPreview({ context, look, picture }: Brush, card: CardNode): void {
  const image = card.layout.picture ? null : picture(card)
  if (!image || !('width' in image)) return
  const [x, y, w, h] = frameOf(card)
  const height = (w * Number(image.height)) / Number(image.width)
  context.save()
  context.beginPath()
  context.roundRect(x, y + h + 8, w, height, radius)
  context.strokeStyle = look.edgeStrong
  context.lineWidth = 2
  context.stroke()
  context.clip()
  context.drawImage(image, x, y + h + 8, w, height)
  context.restore()
}
