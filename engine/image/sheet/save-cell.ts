import { randomBytes } from 'node:crypto'
import { rows } from '../../tensor/tensor.ts'
import { saveImages } from '../files/save-images.ts'
import type { SavedFile } from '../files/save-numbered.ts'
import type { Image } from '../image.ts'
import { scaleImage } from '../transform/scale-image.ts'

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
  const [file] = await saveImages(small, folder, prefix, { text, compressionLevel: 1 })
  return file!
}
