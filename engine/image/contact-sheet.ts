import type { OverlayOptions } from 'sharp'
import { type Line, layOutSheet, letterWidth, type SheetLayout, type SheetText, wrap } from './sheet-layout.ts'

export interface SheetCell {
  readonly column: number
  readonly row: number
  readonly block: number
  /** The file of its picture. */
  readonly picture: string | null
  /** Below it: `0.31 s` */
  readonly caption: string
  /** In the place of a picture that could not be made. */
  readonly error: string | null
}

/**
 * Draws a contact sheet: pictures side by side, all in cells of one size, with what each axis says at its edge.
 *
 * @returns the bytes of a PNG
 */
export async function contactSheet(text: SheetText, cells: readonly SheetCell[]): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const sizes = new Map<SheetCell, { readonly width: number; readonly height: number }>()
  for (const cell of cells) {
    // A picture that somebody deleted leaves an empty place.
    const size =
      cell.picture === null
        ? null
        : await sharp(cell.picture)
            .metadata()
            .catch(() => null)
    if (size) sizes.set(cell, size)
  }
  const longest = (side: 'width' | 'height') => Math.max(64, ...[...sizes.values()].map(size => size[side]))
  const box = { width: longest('width'), height: longest('height') }
  const layout = layOutSheet(text, box)
  const pictures = cells.flatMap((cell): OverlayOptions[] => {
    const size = sizes.get(cell)
    const { x, y } = layout.place(cell.column, cell.row, cell.block)
    const centred = (whole: number, part: number) => Math.floor((whole - part) / 2)
    return size
      ? [{ input: cell.picture!, left: x + centred(box.width, size.width), top: y + centred(box.height, size.height) }]
      : []
  })
  const drawing = svgOf(layout, box, cells)
  return sharp(Buffer.from(drawing)).flatten({ background: '#ffffff' }).composite(pictures).png().toBuffer()
}

const tones = { ink: '#171a1f', quiet: '#5b6472', bad: '#b3261e' }

/** Whatever a machine has; the last one every SVG renderer knows. */
const fonts = "Inter, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"

function svgOf(
  layout: SheetLayout,
  box: { readonly width: number; readonly height: number },
  cells: readonly SheetCell[],
): string {
  const { width, height, fontSize } = layout
  const small = fontSize * 0.85
  const svgError = (error: string, x: number, y: number) => {
    const lines = wrap(
      error,
      Math.floor((box.width - fontSize) / (small * letterWidth)),
      Math.floor(box.height / (small * 1.4)) - 1,
    )
    return lines
      .map((text, i) => svgText({ text, x: x + fontSize / 2, y: y + small * 1.4 * (i + 1) }, small, 'bad', 'start'))
      .join('')
  }
  const drawn = cells.map(cell => {
    const { x, y } = layout.place(cell.column, cell.row, cell.block)
    const paper = `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="#f1f3f6"/>`
    const caption = svgText(
      { text: cell.caption, x: x + box.width / 2, y: y + box.height + fontSize * 1.15 },
      small,
      'quiet',
    )
    return paper + caption + (cell.error === null ? '' : svgError(cell.error, x, y))
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${fonts}">${drawn.join('')}${layout.lines.map(svgLine).join('')}</svg>`
}

const svgLine = ({ size, tone, anchor, weight, ...line }: Line): string => svgText(line, size, tone, anchor, weight)

const svgText = (
  { text, x, y }: Pick<Line, 'text' | 'x' | 'y'>,
  size: number,
  tone: keyof typeof tones,
  anchor: Line['anchor'] = 'middle',
  weight = 400,
): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${tones[tone]}">${asXml(text)}</text>`

const asXml = (text: string): string =>
  text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ')
