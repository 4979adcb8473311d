import { mkdir } from 'node:fs/promises'
import { ImageError } from '../../errors.ts'
import { rows, type Tensor } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { outputNames } from './output-names.ts'
import { withPngText } from './png-text.ts'
import { type SavedFile, saveNumbered } from './save-numbered.ts'
import { unwritable } from './write-new-file.ts'

/**
 * Saves a batch of pictures as numbered PNG files, `prefix_00001_.png` and so on. Never overwrites a file: a number that
 * another program uses meanwhile is skipped.
 *
 * @param images [N, H, W, 3 or 4], 0…1
 * @param durable  the files survive a power failure; previews need not wait for the disk, and their folder is private
 * @throws ImageError when the folder cannot be written or the prefix is outside it; pictures saved before stay
 */
export async function saveImages(
  images: Image,
  folder: string,
  prefix: string,
  { durable = true, encode, extension, ...options }: PngOptions & SaveOptions = {},
): Promise<readonly SavedFile[]> {
  const [count = 0, height = 0, width = 0] = images.dims
  if (!durable) await makePrivate(folder, prefix)
  const names = await outputNames(folder, prefix, { width, height })
  const saved: SavedFile[] = []
  let counter = names.firstCounter
  for (let i = 0; i < count; i++) {
    const picture = { dims: images.dims.slice(1), data: rows(images, i, i + 1).data }
    const bytes = await (encode?.(picture) ?? encodePng(picture, options))
    const numbering = { counter, inBatch: i, durable, ...(extension !== undefined && { extension }) }
    const { file, next } = await saveNumbered(bytes, names, numbering)
    saved.push(file)
    counter = next
  }
  return saved
}

interface SaveOptions {
  readonly durable?: boolean
  /** Another format than PNG, [H, W, C] → the bytes of a file, and its ending. */
  readonly encode?: (picture: Tensor) => Promise<Buffer>
  readonly extension?: string
}

/** Makes a folder that only this user can read. */
const makePrivate = (folder: string, prefix: string) =>
  mkdir(folder, { recursive: true, mode: 0o700 }).catch(cause => {
    throw unwritable(`The picture ${prefix}`, folder, cause)
  })

interface PngOptions {
  /** keyword → JSON text; `prompt` and `workflow` are what ComfyUI reads back */
  readonly text?: Readonly<Record<string, string>>
  /** zlib's 0…9; ComfyUI saves with 4 and previews with 1 */
  readonly compressionLevel?: number
}

/**
 * One picture as the bytes of an 8-bit PNG. A value x becomes ⌊255·x⌋, not the nearest level, as in ComfyUI.
 *
 * @param picture [H, W, 3] RGB or [H, W, 4] RGBA, 0…1; values outside are clipped and NaN becomes black
 */
export async function encodePng(
  picture: Tensor,
  { text = {}, compressionLevel = 4 }: PngOptions = {},
): Promise<Buffer> {
  const [height, width, channels] = picture.dims
  if (!height || !width || (channels !== 3 && channels !== 4))
    throw new ImageError(`A picture to save must be height × width × 3 or 4 values, got [${picture.dims}].`)
  const { default: sharp } = await import('sharp')
  // sharp's limit protects from files that claim to be huge; these pixels are in memory already.
  const png = await sharp(bytesOf(picture.data), { raw: { width, height, channels }, limitInputPixels: false })
    .png({ compressionLevel })
    .toBuffer()
  return withPngText(png, text)
}

/** Uint8ClampedArray clips and turns NaN into 0, but rounds; so the fraction is cut off first. */
export function bytesOf(values: Float32Array): Uint8ClampedArray {
  const bytes = new Uint8ClampedArray(values.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(255 * values[i]!)
  return bytes
}
