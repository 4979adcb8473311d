import { rows } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { outputNames } from './output-names.ts'
import { type SavedFile, saveNumbered } from './save-numbered.ts'
import { encodePng, type PngOptions } from './write-png.ts'

/**
 * Saves a batch of pictures as numbered PNG files, `prefix_00001_.png` and so on. Never overwrites a file: a number that
 * another program uses meanwhile is skipped.
 *
 * @param images [N, H, W, 3 or 4], 0…1
 * @param durable  the files survive a power failure; previews need not wait for the disk
 * @throws ImageError when the folder cannot be written or the prefix leads out of it; pictures saved before stay
 */
export async function saveImages(
  images: Image,
  folder: string,
  prefix: string,
  { durable = true, ...options }: PngOptions & { readonly durable?: boolean } = {},
): Promise<readonly SavedFile[]> {
  const [count = 0, height = 0, width = 0] = images.dims
  const names = await outputNames(folder, prefix, { width, height })
  const saved: SavedFile[] = []
  let counter = names.firstCounter
  for (let i = 0; i < count; i++) {
    const picture = { dims: images.dims.slice(1), data: rows(images, i, i + 1).data }
    const bytes = await encodePng(picture, options)
    const { file, next } = await saveNumbered(bytes, names, { counter, inBatch: i, durable })
    saved.push(file)
    counter = next
  }
  return saved
}
