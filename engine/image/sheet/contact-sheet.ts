import type { OverlayOptions } from 'sharp'
import { layOutSheet, type SheetText } from './sheet-layout.ts'
import { drawLetters, drawText, type SheetCell, sheetSvg } from './sheet-svg.ts'

/**
 * Draws a contact sheet: pictures side by side in cells of one size, with the values of each axis at the edge.
 *
 * @returns the bytes of a PNG
 */
export async function contactSheet(text: SheetText, cells: readonly SheetCell[]): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const sizes = new Map<SheetCell, { readonly width: number; readonly height: number }>()
  for (const cell of cells) {
    // A deleted picture leaves an empty cell.
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
  const pictures = [...sizes].map(([{ column, row, block, picture }, { width, height }]): OverlayOptions => {
    const { x, y } = layout.place(column, row, block)
    const [left, top] = [x + Math.floor((box.width - width) / 2), y + Math.floor((box.height - height) / 2)]
    return { input: picture!, left, top }
  })
  const drawing = sheetSvg(layout, box, cells, (await hasFont()) ? drawText : drawLetters)
  return sharp(Buffer.from(drawing)).removeAlpha().composite(pictures).removeAlpha().png().toBuffer()
}

let known: Promise<boolean> | undefined

/** Without any font every letter is drawn as the same empty box. */
function hasFont(): Promise<boolean> {
  known ??= Promise.all(['1', 'W'].map(inkOf)).then(([one, w]) => !one!.equals(w!))
  return known
}

async function inkOf(text: string): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const line = drawText({ text, x: 4, y: 24, size: 20, anchor: 'start', weight: 400, tone: 'ink' })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">${line}</svg>`
  return sharp(Buffer.from(svg)).raw().toBuffer()
}
