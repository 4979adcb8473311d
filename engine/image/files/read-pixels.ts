import { open, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Metadata, Sharp } from 'sharp'
import { ImageError, RangeInputError } from '../../errors.ts'
import { affordable, pieces } from '../../tensor/affordable.ts'
import { stack, type Tensor } from '../../tensor/tensor.ts'
import { by255, composed, readAnimation } from './apng.ts'
import { type Bitmap, isBmp, readBmp, sizeOf } from './bmp.ts'

/** Bounds the memory of a decoded picture: 100 million pixels are 1.6 GB of float32 RGBA. */
const maxPixels = 100_000_000

const formats = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif', 'heif']

/** Formats whose pages have one size and are decoded in one piece; those of a TIFF may differ. */
const animated = ['gif', 'webp']

export interface Pixels {
  /** [frames, H, W, 4], RGBA, 0…1, alpha not premultiplied; 16-bit files keep their depth. */
  readonly rgba: Tensor
  /** Whether the file has an alpha channel; without one, alpha is 1 everywhere. */
  readonly hasAlpha: boolean
}

/** The bytes of a picture that has no file, and what a sentence calls it. */
interface PictureBytes {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * Decodes a picture file as ComfyUI's loader does: upright (EXIF orientation applied), colour profile ignored, every
 * frame of an animation and every page of the first page's size.
 *
 * @throws ImageError naming the file when it is not a picture, is damaged, or has more than 100 million pixels;
 *         RangeInputError when it needs too much memory
 */
export async function readPixels(source: string | PictureBytes): Promise<Pixels> {
  const path = typeof source === 'string' ? source : source.name
  const content = async () => (typeof source === 'string' ? await readFile(source) : source.bytes)
  try {
    if (isBmp(typeof source === 'string' ? await beginning(source) : source.bytes)) return bitmap(path, await content())
    return await decoded(path, typeof source === 'string' ? source : source.bytes, content)
  } catch (cause) {
    throw cause instanceof RangeInputError ? cause : unreadable(path, cause)
  }
}

async function decoded(path: string, source: string | Uint8Array, content: () => Promise<Uint8Array>): Promise<Pixels> {
  const { default: sharp } = await import('sharp')
  const open = (pages: number, page = 0) =>
    sharp(source, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc: true, pages, page })
  const metadata = await open(1).metadata()
  if (!formats.includes(metadata.format)) throw new Error(`${metadata.format} is not supported`)
  const { width, height, pageHeight = height, hasAlpha, pages = 1 } = metadata
  const animation = metadata.format === 'png' ? readAnimation(await content()) : null
  const count = animation?.parts.length ?? pages
  affordable([count, pageHeight, width, 4], `${basename(path)}, ${pieces(count, width, pageHeight)},`)
  if (animation && count > 1) {
    const decode = (png: Buffer) => sharp(png).toColourspace('srgb').ensureAlpha().raw().toBuffer()
    const frames = await composed(animation, decode)
    return { rgba: stack(frames.map(data => floats(data, width, height))), hasAlpha }
  }
  if (animated.includes(metadata.format) && pages > 1)
    return { rgba: await decode(open(pages), metadata, pages), hasAlpha }
  const read = (page: number) => decode(open(1, page).autoOrient(), metadata, 1)
  const first = await read(0)
  const others: Tensor[] = []
  for (let page = 1; metadata.format === 'tiff' && page < pages; page++) others.push(await read(page))
  const same = others.filter(({ dims }) => dims.join() === first.dims.join())
  return { rgba: same.length > 0 ? stack([first, ...same]) : first, hasAlpha }
}

async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function bitmap(path: string, bytes: Uint8Array): Pixels {
  const { width, height } = sizeOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (width * height > maxPixels) throw new Error('pixel limit')
  affordable([1, height, width, 4], `${basename(path)}, ${pieces(1, width, height)},`)
  const picture: Bitmap = readBmp(bytes)
  return { rgba: floats(picture.rgba, width, height), hasAlpha: picture.hasAlpha }
}

const floats = (bytes: Uint8Array, width: number, height: number): Tensor => ({
  dims: [1, height, width, 4],
  data: Float32Array.from(bytes, value => value / 255),
})

/**
 * Checks that the bytes of a file are a picture that `readPixels` reads, by decoding its first frame.
 *
 * @throws ImageError that says what the file contains instead
 */
export async function checkPicture(name: string, bytes: Uint8Array): Promise<void> {
  const { default: sharp } = await import('sharp')
  const open = () => sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc: true })
  try {
    if (isBmp(bytes)) return void bitmap(name, bytes)
    const { format } = await open().metadata()
    if (!formats.includes(format)) throw new Error(`${format} is not supported`)
    await open().resize(1, 1, { fit: 'fill' }).raw().toBuffer()
  } catch (cause) {
    const content = contentOf(bytes)
    if (content === null) throw unreadable(name, cause)
    throw new ImageError(`${name} is not a picture: it contains ${content}.`, { cause })
  }
}

/** The first bytes of kinds of files that are taken for pictures. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^%PDF-/, 'a PDF document'],
  [/^PK[^\x20-\x7e]/, 'a ZIP archive'],
  [/<svg[\s>]/i, 'an SVG drawing'],
  [/^\s*<(!doctype )?html/i, 'a web page'],
  [/^[\t\n\r\f\x20-\x7e\x80-\xff]+$/, 'text'],
]

/** What a file that is not a picture contains; null when it is not known. */
function contentOf(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'nothing'
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
  return beginnings.find(([beginning]) => beginning.test(start))?.[1] ?? null
}

async function decode(picture: Sharp, { depth, space }: Metadata, frames: number): Promise<Tensor> {
  if (space === 'cmyk') return fromInks(picture)
  const deep = depth === 'ushort'
  const { data, info } = await picture
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .ensureAlpha()
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const levels = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
  const values = new Float32Array(levels.length)
  const white = deep ? 65535 : 255
  for (let i = 0; i < values.length; i++) values[i] = levels[i]! / white
  return { dims: [frames, info.height / frames, info.width, 4], data: values }
}

/** Pictures for printing: each ink takes away from white, as Pillow converts them without a profile. */
async function fromInks(picture: Sharp): Promise<Tensor> {
  const inks = picture.pipelineColourspace('cmyk').toColourspace('cmyk').raw()
  const { data, info } = await inks.toBuffer({ resolveWithObject: true })
  const out = new Uint8Array(info.width * info.height * 4)
  for (let from = 0, to = 0; to < out.length; from += info.channels, to += 4) {
    const left = 255 - data[from + 3]!
    for (let c = 0; c < 3; c++) out[to + c] = Math.max(0, left - by255(data[from + c]! * left))
    out[to + 3] = 255
  }
  return floats(out, info.width, info.height)
}

function unreadable(path: string, cause: unknown): ImageError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const file = basename(path)
  if (/pixel limit/.test(why))
    return new ImageError(`${file} is larger than 100 million pixels. Make it smaller and try again.`, { cause })
  if (/missing|ENOENT/.test(why)) return new ImageError(`The picture ${path} does not exist.`, { cause })
  return new ImageError(
    `${file} cannot be read as a picture (${why.trim()}). Expected an undamaged PNG, JPEG, WebP, GIF, TIFF, BMP or AVIF file.`,
    { cause },
  )
}
