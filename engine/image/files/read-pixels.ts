import { basename } from 'node:path'
import type { Metadata, Sharp } from 'sharp'
import { ImageError, RangeInputError } from '../../errors.ts'
import { affordable, pieces } from '../../tensor/affordable.ts'
import type { Tensor } from '../../tensor/tensor.ts'

/** Bounds the memory of a decoded picture: 100 million pixels are 1.6 GB of float32 RGBA. */
const maxPixels = 100_000_000

const formats = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif', 'heif']

/** Formats whose pages are the frames of an animation; a TIFF's are separate pictures. */
const animated = ['gif', 'webp']

export interface Pixels {
  /** [frames, H, W, 4], RGBA, 0…1, alpha not premultiplied; 16-bit files keep their depth. */
  readonly rgba: Tensor
  /** Whether the file has an alpha channel; without one, alpha is 1 everywhere. */
  readonly hasAlpha: boolean
}

/**
 * Decodes a picture file as ComfyUI's loader does: upright (EXIF orientation applied), colour profile ignored, every
 * frame of an animation.
 *
 * @throws ImageError naming the file when it is not a picture, is damaged, or has more than 100 million pixels;
 *         RangeInputError when it needs too much memory
 */
export async function readPixels(path: string): Promise<Pixels> {
  const { default: sharp } = await import('sharp')
  const open = (pages: number) => sharp(path, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc: true, pages })
  try {
    const metadata = await open(1).metadata()
    if (!formats.includes(metadata.format)) throw new Error(`${metadata.format} is not supported`)
    const frames = animated.includes(metadata.format) ? (metadata.pages ?? 1) : 1
    const { width, height, pageHeight = height } = metadata
    affordable([frames, pageHeight, width, 4], `${basename(path)}, ${pieces(frames, width, pageHeight)},`)
    const picture = frames > 1 ? open(frames) : open(1).autoOrient()
    return { rgba: await decode(picture, metadata, frames), hasAlpha: metadata.hasAlpha }
  } catch (cause) {
    throw cause instanceof RangeInputError ? cause : unreadable(path, cause)
  }
}

/**
 * Checks that the bytes of a file are a picture that `readPixels` reads, by decoding its first frame.
 *
 * @throws ImageError that says what the file contains instead
 */
export async function checkPicture(name: string, bytes: Uint8Array): Promise<void> {
  const { default: sharp } = await import('sharp')
  const open = () => sharp(bytes, { failOn: 'error', limitInputPixels: maxPixels, ignoreIcc: true })
  try {
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

async function decode(picture: Sharp, { depth }: Metadata, frames: number): Promise<Tensor> {
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

function unreadable(path: string, cause: unknown): ImageError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const file = basename(path)
  if (/pixel limit/.test(why))
    return new ImageError(`${file} is larger than 100 million pixels. Make it smaller and try again.`, { cause })
  if (/missing|ENOENT/.test(why)) return new ImageError(`The picture ${path} does not exist.`, { cause })
  return new ImageError(
    `${file} cannot be read as a picture (${why.trim()}). Expected an undamaged PNG, JPEG, WebP, GIF, TIFF or AVIF file.`,
    { cause },
  )
}
