import { letterPath } from './pixel-letters.ts'
import { type Line, letterWidth, type SheetLayout, wrap } from './sheet-layout.ts'

/** One cell of a contact sheet. */
export interface SheetCell {
  readonly column: number
  readonly row: number
  readonly block: number
  /** The path of its picture. */
  readonly picture: string | null
  /** Below the picture: `0.31 s` */
  readonly caption: string
  /** Shown instead of a picture that failed. */
  readonly error: string | null
}

/** Writes a line as SVG. */
export type DrawLine = (line: Line) => string

/** Everything on a contact sheet except the pictures: texts, and a grey rectangle for each picture. */
export function sheetSvg(
  layout: SheetLayout,
  box: { readonly width: number; readonly height: number },
  cells: readonly SheetCell[],
  draw: DrawLine,
): string {
  const { width, height, fontSize } = layout
  const size = fontSize * 0.85
  const fields = cells.map(({ column, row, block, caption, error }) => {
    const { x, y } = layout.place(column, row, block)
    const lines = errorLines(error ?? '', box, size).map(
      (text, i): Line => ({
        text,
        x: x + size / 2,
        y: y + size * 1.4 * (i + 1),
        size,
        anchor: 'start',
        weight: 400,
        tone: 'bad',
      }),
    )
    const below = { x: x + box.width / 2, y: y + box.height + fontSize * 1.15 }
    const seconds: Line = { text: caption, ...below, size, anchor: 'middle', weight: 400, tone: 'quiet' }
    const field = `<rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" fill="#f1f3f6"/>`
    return field + [seconds, ...lines].map(draw).join('')
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<rect width="100%" height="100%" fill="#ffffff"/>${fields.join('')}${layout.lines.map(draw).join('')}</svg>`
  )
}

const errorLines = (
  error: string,
  { width, height }: { readonly width: number; readonly height: number },
  size: number,
): readonly string[] =>
  wrap(error, Math.floor((width - size) / (size * letterWidth)), Math.max(1, Math.floor(height / (size * 1.4)) - 1))

const tones = { ink: '#171a1f', quiet: '#5b6472', bad: '#b3261e' }

/** The first font that the machine has is used; every SVG renderer has the last one. */
const fonts = "Inter, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Noto Sans', 'DejaVu Sans', sans-serif"

/** Draws with a font of the machine. */
export const drawText: DrawLine = ({ text, x, y, size, anchor, weight, tone }) =>
  `<text x="${x}" y="${y}" font-family="${fonts}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${tones[tone]}">${asXml(text)}</text>`

/** Draws without any font. */
export const drawLetters: DrawLine = ({ text, x, y, size, anchor, tone }) => {
  const width = size * letterWidth
  const before = { start: 0, middle: 0.5, end: 1 }[anchor] * [...text].length * width
  return `<path fill="${tones[tone]}" d="${letterPath(text, x - before, y, width)}"/>`
}

const asXml = (text: string): string =>
  text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`).replace(/\p{Cc}/gu, ' ')
