import { crc32 } from 'node:zlib'
import { rows } from '../../tensor/tensor.ts'
import type { Image } from '../image.ts'
import { outputNames } from './output-names.ts'
import { withPngText } from './png-text.ts'
import { bytesOf, encodePng } from './save-images.ts'
import { type SavedFile, saveNumbered } from './save-numbered.ts'

export interface Animation {
  readonly framesPerSecond: number
  /** keyword → JSON text: `prompt` and `workflow` */
  readonly text: Readonly<Record<string, string>>
}

/** Saves a batch as one animated file, `prefix_00001_.webp`. @throws ImageError as `saveImages` */
async function saveOne(images: Image, folder: string, prefix: string, extension: string, bytes: Uint8Array) {
  const [, height = 0, width = 0] = images.dims
  const names = await outputNames(folder, prefix, { width, height })
  const { file } = await saveNumbered(bytes, names, { counter: names.firstCounter, inBatch: 0, extension })
  return file
}

export interface WebpOptions extends Animation {
  readonly lossless: boolean
  readonly quality: number
  /** 0 fastest … 6 smallest */
  readonly effort: number
}

/** The workflow is in the EXIF fields Model and Make, where ComfyUI looks for it. */
export async function saveAnimatedWebp(
  images: Image,
  folder: string,
  prefix: string,
  { framesPerSecond, text, ...options }: WebpOptions,
): Promise<SavedFile> {
  const [count = 0, height = 0, width = 0, channels = 3] = images.dims
  const { default: sharp } = await import('sharp')
  const raw = { width, height: height * count, channels: channels as 3 | 4, pageHeight: height }
  const delay = Array<number>(count).fill(Math.trunc(1000 / framesPerSecond))
  const [model = 'prompt', make = 'workflow', ...others] = Object.keys(text)
  const fields = { Model: model, Make: make, ...Object.fromEntries(others.map(key => ['ImageDescription', key])) }
  const IFD0 = Object.fromEntries(
    Object.entries(fields).flatMap(([field, key]) => (text[key] === undefined ? [] : [[field, `${key}:${text[key]}`]])),
  )
  const bytes = await sharp(bytesOf(images.data), { raw, limitInputPixels: false })
    .webp({ ...options, delay, loop: 0 })
    .withExif({ IFD0 })
    .toBuffer()
  return saveOne(images, folder, prefix, 'webp', bytes)
}

/** An animated PNG, which begins with a plain one of the first picture. */
export async function saveAnimatedPng(
  images: Image,
  folder: string,
  prefix: string,
  { framesPerSecond, text, compressionLevel }: Animation & { readonly compressionLevel: number },
): Promise<SavedFile> {
  const frames: Buffer[] = []
  for (let i = 0; i < images.dims[0]!; i++) {
    const picture = { dims: images.dims.slice(1), data: rows(images, i, i + 1).data }
    frames.push(await encodePng(picture, { compressionLevel }))
  }
  const bytes = withPngText(animatedPng(frames, Math.trunc(1000 / framesPerSecond)), text)
  return saveOne(images, folder, prefix, 'png', bytes)
}

/**
 * PNG files of one size as one animated PNG (PNG specification, third edition, 11.3.6): acTL, then for every frame fcTL
 * and its data, in IDAT for the first and in fdAT for the others. Repeats for ever.
 *
 * @param delay  milliseconds of each frame
 */
function animatedPng(frames: readonly Buffer[], delay: number): Buffer {
  const [first] = frames
  const header = chunksOf(first!).find(({ type }) => type === 'IHDR')!
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)]
  let sequence = 0
  const control = () => {
    const data = Buffer.alloc(26)
    for (const [i, value] of [sequence++, width, height].entries()) data.writeUInt32BE(value!, 4 * i)
    data.writeUInt16BE(Math.min(delay, 65_535), 20)
    data.writeUInt16BE(1000, 22)
    return chunk('fcTL', data)
  }
  const numbered = (data: Buffer) => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(sequence++)
    return chunk('fdAT', Buffer.concat([number, data]))
  }
  const count = Buffer.alloc(8)
  count.writeUInt32BE(frames.length)
  const body = frames.flatMap((frame, i) => {
    const data = chunksOf(frame).filter(({ type }) => type === 'IDAT')
    return [control(), ...data.map(({ data }) => (i === 0 ? chunk('IDAT', data) : numbered(data)))]
  })
  const all = [chunk('IHDR', header.data), chunk('acTL', count), ...body, chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([first!.subarray(0, 8), ...all])
}

function chunksOf(png: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += 12 + length
  }
  return chunks
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 12)
  whole.writeUInt32BE(data.length)
  whole.write(type, 4, 'latin1')
  data.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length)
  return whole
}
