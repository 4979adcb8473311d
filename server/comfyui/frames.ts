import { stringifyJson } from '../../graph/json.ts'
import { nodeNames } from './run-messages.ts'

/** One message on its way to many clients: built once. */
export interface Frames {
  readonly plain: string | Buffer
  /** For clients that announced `supports_preview_metadata`. */
  readonly withMetadata: string | Buffer
  /** A client that is late may go without a preview. */
  readonly isNeeded: boolean
}

export function jsonFrame(type: string, data: unknown): Frames {
  const text = stringifyJson({ type, data })
  return { plain: text, withMetadata: text, isNeeded: true }
}

/** ComfyUI's numbers of binary messages and of picture formats. */
const previewImage = 1
const previewWithMetadata = 4
const formats = { jpeg: 1, png: 2 } as const

/**
 * A picture in a binary frame. Plain: type and format, 32 bits each and big-endian, then the file. With metadata: type, the
 * number of bytes of a JSON text, that text, then the file.
 */
export function pictureFrames(file: Uint8Array, format: keyof typeof formats, node: string, run: string): Frames {
  const metadata = Buffer.from(JSON.stringify({ ...nodeNames(node, run), image_type: `image/${format}` }))
  return {
    plain: Buffer.concat([words(previewImage, formats[format]), file]),
    withMetadata: Buffer.concat([words(previewWithMetadata, metadata.length), metadata, file]),
    isNeeded: format === 'png',
  }
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, index * 4)
  return bytes
}
