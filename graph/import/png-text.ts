import { WorkflowError } from '../errors.ts'
import { decodeLatin1, decodeText } from './text-codec.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte)

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
}

/**
 * Reads the texts of a PNG by keyword: `prompt`, `workflow`, `parameters`. Accepts tEXt, uncompressed iTXt and the
 * `comf` chunk of animated PNGs; compressed texts are skipped; a truncated file gives the texts it contains. The last of
 * several texts with one keyword counts, as in ComfyUI.
 *
 * @throws WorkflowError `unreadable` when the file is not a PNG
 */
export function readPngText(png: Uint8Array): Map<string, string> {
  return new Map(
    [...chunksOf(png)].flatMap(chunk => readChunk(chunk) ?? []).map(({ keyword, text }) => [keyword, text]),
  )
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

function readChunk({ type, data }: Chunk): { readonly keyword: string; readonly text: string } | undefined {
  if (type !== 'tEXt' && type !== 'iTXt' && type !== 'comf') return undefined
  const keywordEnd = data.indexOf(0)
  if (keywordEnd < 1) return undefined
  const keyword = decodeLatin1(data.subarray(0, keywordEnd))
  const rest = data.subarray(keywordEnd + 1)
  const text = type === 'iTXt' ? internationalText(rest) : rest
  return text && { keyword, text: decodeText(text) }
}

/** After an iTXt keyword: compression flag and method, language NUL, translated keyword NUL, text. */
function internationalText(rest: Uint8Array): Uint8Array | undefined {
  const language = rest.indexOf(0, 2)
  const translated = rest.indexOf(0, language + 1)
  return rest[0] === 0 && language >= 2 && translated > language ? rest.subarray(translated + 1) : undefined
}
