import { WorkflowError } from '../errors.ts'
import { readExifText } from './exif-text.ts'
import { inflate } from './inflate.ts'
import { decodeLatin1, decodeText } from './text-codec.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte)

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
}

/** The most bytes that the compressed texts of a picture may have; a small file may ask for gigabytes. */
const mostInflated = 64_000_000

/**
 * Reads the texts of a PNG by keyword in lower case: `prompt`, `workflow`, `parameters`. Accepts tEXt, zTXt, iTXt, EXIF and
 * the `comf` chunk of animated PNGs; a truncated file gives the texts it contains. The last of several texts with one
 * keyword counts, as in ComfyUI. Linear in the file and in what is inflated, which is bounded.
 *
 * @throws WorkflowError `unreadable` when the file is not a PNG
 */
export function readPngText(png: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>()
  let left = mostInflated
  const inflated = (data: Uint8Array) => {
    const bytes = inflate(data, left)
    left -= bytes?.length ?? 0
    return bytes
  }
  for (const chunk of chunksOf(png)) {
    if (chunk.type === 'eXIf')
      for (const [keyword, text] of readExifText(chunk.data)) if (!texts.has(keyword)) texts.set(keyword, text)
    const found = readChunk(chunk, inflated)
    if (found) texts.set(found.keyword, found.text)
  }
  return texts
}

function* chunksOf(png: Uint8Array): Generator<Chunk> {
  if (!isPng(png)) throw new WorkflowError('unreadable', 'This file is not a PNG.')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  for (let at = signature.length; at + 12 <= png.length; ) {
    const end = at + 12 + view.getUint32(at)
    if (end > png.length) return
    const type = decodeLatin1(png.subarray(at + 4, at + 8))
    yield { type, data: png.subarray(at + 8, end - 4) }
    at = end
  }
}

type Inflate = (data: Uint8Array) => Uint8Array | undefined

function readChunk(
  { type, data }: Chunk,
  inflated: Inflate,
): { readonly keyword: string; readonly text: string } | undefined {
  if (!['tEXt', 'zTXt', 'iTXt', 'comf'].includes(type)) return undefined
  const keywordEnd = data.indexOf(0)
  if (keywordEnd < 1) return undefined
  const keyword = decodeLatin1(data.subarray(0, keywordEnd)).toLowerCase()
  const rest = data.subarray(keywordEnd + 1)
  // After a zTXt keyword: compression method, text.
  const text = type === 'iTXt' ? internationalText(rest, inflated) : type === 'zTXt' ? inflated(rest.subarray(1)) : rest
  return text && { keyword, text: decodeText(text) }
}

/** After an iTXt keyword: compression flag and method, language NUL, translated keyword NUL, text. */
function internationalText(rest: Uint8Array, inflated: Inflate): Uint8Array | undefined {
  const language = rest.indexOf(0, 2)
  const translated = rest.indexOf(0, language + 1)
  if (language < 2 || translated <= language) return undefined
  const text = rest.subarray(translated + 1)
  return rest[0] === 0 ? text : inflated(text)
}
