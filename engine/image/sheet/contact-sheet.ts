import { randomBytes } from 'node:crypto'
import type { OverlayOptions } from 'sharp'
import { rows } from '../../tensor/tensor.ts'
import { saveImages } from '../files/save-images.ts'
import type { SavedFile } from '../files/save-numbered.ts'
import type { Image } from '../image.ts'
import { scaleImage } from '../transform/scale-image.ts'
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

/**
 * Saves the first picture of a batch as a cell of a contact sheet.
 *
 * @param images [N, H, W, 3 or 4], 0…1
 * @param longest the most pixels of the longer side
 * @throws ImageError when the folder cannot be written
 */
export async function saveCell(
  images: Image,
  folder: string,
  longest: number,
  text: Readonly<Record<string, string>>,
): Promise<SavedFile> {
  const [, height = 1, width = 1] = images.dims
  const factor = Math.min(1, longest / Math.max(height, width))
  const side = (length: number) => Math.max(1, Math.round(length * factor))
  const first = rows(images, 0, 1)
  const small = factor < 1 ? scaleImage(first, { width: side(width), height: side(height), method: 'area' }) : first
  const prefix = `Leapgraph_cell_${randomBytes(8).toString('hex')}`
  const [file] = await saveImages(small, folder, prefix, { text, compressionLevel: 1, durable: false })
  return file!
}
