import { WorkflowError } from '../errors.ts'
import { decodeLatin1, decodeText, encodeLatin1, encodeUtf8, isAscii } from './text-codec.ts'

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Signature plus IHDR, which comes first and is always of this size. */
const headLength = 33

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, at) => bytes[at] === byte)

interface Chunk {
  readonly type: string
  readonly data: Uint8Array
  /** With length and checksum. */
  readonly whole: Uint8Array
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

/**
 * Puts texts into a PNG, directly after its header, and removes texts with the same keywords. JSON is written as
 * Python does, with `\uXXXX` for all characters beyond ASCII, so that every reader agrees; other such texts become iTXt.
 *
 * @throws WorkflowError `unreadable` when the file is not a PNG
 */
export function writePngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  const [head, ...rest] = [...chunksOf(png)]
  if (head?.type !== 'IHDR') throw new WorkflowError('unreadable', 'This PNG does not begin with its header.')
  const kept = rest.filter(chunk => !Object.hasOwn(texts, readChunk(chunk)?.keyword ?? ''))
  const added = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text))
  return join([png.subarray(0, headLength), ...added, ...kept.map(({ whole }) => whole)])
}

function* chunksOf(png: Uint8Array): Generator<Chunk> {
  if (!isPng(png)) throw new WorkflowError('unreadable', 'This file is not a PNG.')
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  for (let at = signature.length; at + 12 <= png.length; ) {
    const end = at + 12 + view.getUint32(at)
    if (end > png.length) return
    const type = decodeLatin1(png.subarray(at + 4, at + 8))
    yield { type, data: png.subarray(at + 8, end - 4), whole: png.subarray(at, end) }
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

function textChunk(keyword: string, text: string): Uint8Array {
  if (!/^[\x20-\x7e]{1,79}$/.test(keyword)) throw new Error(`a PNG keyword has 1 to 79 ASCII letters, got "${keyword}"`)
  const plain = /^\s*[{[]/.test(text) ? escapeJson(text) : text
  if (isAscii(plain) && !plain.includes('\0')) return pngChunk('tEXt', encodeLatin1(`${keyword}\0${plain}`))
  return pngChunk('iTXt', join([encodeLatin1(`${keyword}\0\0\0\0\0`), encodeUtf8(text)]))
}

const escapeJson = (text: string) =>
  text.replace(/[\x7f-\uffff]/g, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const body = join([encodeLatin1(type), data])
  return join([uint32(data.length), body, uint32(crc32(body))])
}

const uint32 = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The reflected polynomial of PNG's checksum (ISO 3309). */
const polynomial = 0xedb88320

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? polynomial ^ (remainder >>> 1) : remainder >>> 1
  return remainder
})

/** @returns the checksum as an unsigned 32-bit number */
export function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = table[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8)
  return (remainder ^ 0xffffffff) >>> 0
}
