import { join } from 'node:path'
import type { Image } from '../pipeline/types.ts'
import { rows, type Tensor } from '../tensor/tensor.ts'
import { type OutputNames, outputNames } from './output-names.ts'
import { writeNewFile } from './write-new-file.ts'
import { encodePng, type PngOptions } from './write-png.ts'

export interface SavedFile {
  readonly filename: string
  /** Relative to the folder that was given, '/' between parts. */
  readonly subfolder: string
  /** Absolute. */
  readonly path: string
}

/**
 * Saves a batch of pictures as numbered PNG files, `prefix_00001_.png` and on. Never overwrites: a number that another
 * program takes meanwhile is skipped.
 *
 * @param images [N, H, W, 3 or 4], 0…1
 * @throws ImageError when the folder cannot be written or the prefix leads out of it; pictures saved before stay
 */
export async function saveImages(
  images: Image,
  folder: string,
  prefix: string,
  options: PngOptions = {},
): Promise<readonly SavedFile[]> {
  const [count = 0, height = 0, width = 0] = images.dims
  const names = await outputNames(folder, prefix, { width, height })
  const saved: SavedFile[] = []
  let counter = names.firstCounter
  for (let i = 0; i < count; i++) {
    const picture = { dims: images.dims.slice(1), data: rows(images, i, i + 1).data }
    counter = await saveNext(picture, i, counter, names, options, saved)
  }
  return saved
}

/** Saves under the first free number from `counter` on; returns the number after it. */
async function saveNext(
  picture: Tensor,
  inBatch: number,
  counter: number,
  names: OutputNames,
  options: PngOptions,
  saved: SavedFile[],
): Promise<number> {
  const bytes = await encodePng(picture, options)
  for (; ; counter++) {
    const filename = names.file(counter, inBatch)
    const path = join(names.folder, filename)
    if (!(await writeNewFile(path, bytes))) continue
    saved.push({ filename, subfolder: names.subfolder, path })
    return counter + 1
  }
}
