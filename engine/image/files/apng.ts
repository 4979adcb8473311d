/**
 * The frames of an animated PNG (PNG specification, third edition, 11.3.6), composed as Pillow composes them: where a frame
 * is blended over the previous one, every channel is mixed by its alpha, that of the alpha channel too, and such a frame
 * stays where it should give way to what was before it.
 */
import { crc32 } from 'node:zlib'

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

/** A part of the picture, as a PNG of its own, and how it is laid on the canvas. */
interface Part {
  readonly png: Buffer
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly dispose: 'none' | 'background' | 'previous'
  readonly isBlended: boolean
}

export interface Animation {
  readonly width: number
  readonly height: number
  readonly parts: readonly Part[]
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** @returns null for a PNG of one picture @throws Error where a frame is damaged */
export function readAnimation(file: Uint8Array): Animation | null {
  const chunks = chunksOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
  const [header] = chunks
  const firstData = chunks.findIndex(({ type }) => type === 'IDAT')
  if (header?.type !== 'IHDR' || !chunks.slice(0, firstData).some(({ type }) => type === 'acTL')) return null
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)]
  const shared = chunks.slice(1, firstData).filter(({ type }) => ['PLTE', 'tRNS', 'gAMA', 'sBIT'].includes(type))
  const parts: Part[] = []
  let control: Buffer | undefined
  let data: Buffer[] = []
  const finish = () => {
    if (data.length > 0) parts.push(partOf(header.data, shared, control, data))
    data = []
  }
  for (const chunk of chunks) {
    if (chunk.type === 'fcTL') {
      finish()
      control = chunk.data
    } else if (chunk.type === 'IDAT') data.push(chunk.data)
    else if (chunk.type === 'fdAT') data.push(chunk.data.subarray(4))
  }
  finish()
  const outside = parts.find(part => part.x + part.width > width || part.y + part.height > height)
  if (outside) throw new Error('a frame of it lies outside the picture')
  return { width, height, parts }
}

function* readChunks(file: Buffer): Generator<Chunk> {
  for (let at = signature.length; at + 12 <= file.length; ) {
    const length = file.readUInt32BE(at)
    yield { type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) }
    at += 12 + length
  }
}
const chunksOf = (file: Buffer): Chunk[] => (file.subarray(0, 8).equals(signature) ? [...readChunks(file)] : [])

const disposals = ['none', 'background', 'previous'] as const

/** @param control  absent for a picture that is shown where animations are not: it is the first frame */
function partOf(header: Buffer, shared: readonly Chunk[], control: Buffer | undefined, data: readonly Buffer[]): Part {
  if (control && control.length < 26) throw new Error('a frame of it is damaged')
  const at = (offset: number) => control?.readUInt32BE(offset)
  const [width, height] = [at(4) ?? header.readUInt32BE(0), at(8) ?? header.readUInt32BE(4)]
  const size = Buffer.from(header)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  const chunks = [{ type: 'IHDR', data: size }, ...shared, { type: 'IDAT', data: Buffer.concat(data) }]
  const png = Buffer.concat([signature, ...[...chunks, { type: 'IEND', data: Buffer.alloc(0) }].map(written)])
  const dispose = disposals[control?.[24] ?? 0] ?? 'none'
  return { png, width, height, x: at(12) ?? 0, y: at(16) ?? 0, dispose, isBlended: control?.[25] === 1 }
}

function written({ type, data }: Chunk): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}

/**
 * The pictures of an animation, one after the other.
 *
 * @param decode  the pixels of a PNG, RGBA of 8 bits
 */
export async function composed(
  { width, height, parts }: Animation,
  decode: (png: Buffer) => Promise<Uint8Array>,
): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  let canvas = new Uint8Array(width * height * 4)
  for (const [i, part] of parts.entries()) {
    const before = canvas.slice()
    lay(canvas, width, part, await decode(part.png))
    frames.push(canvas.slice())
    // There is nothing before the first frame.
    const dispose = i === 0 && part.dispose === 'previous' ? 'background' : part.dispose
    if (dispose === 'previous' && !part.isBlended) canvas = before
    if (dispose === 'background')
      lay(canvas, width, { ...part, isBlended: false }, new Uint8Array(part.width * part.height * 4))
  }
  return frames
}

function lay(canvas: Uint8Array, width: number, part: Part, pixels: Uint8Array): void {
  for (let y = 0; y < part.height; y++)
    for (let x = 0; x < part.width; x++) {
      const from = (y * part.width + x) * 4
      const to = ((part.y + y) * width + part.x + x) * 4
      const alpha = part.isBlended ? pixels[from + 3]! : 255
      for (let c = 0; c < 4; c++) canvas[to + c] = by255(canvas[to + c]! * (255 - alpha) + pixels[from + c]! * alpha)
    }
}

/** A product of two bytes over 255, rounded. */
export function by255(product: number): number {
  const shifted = product + 128
  return ((shifted >> 8) + shifted) >> 8
}
