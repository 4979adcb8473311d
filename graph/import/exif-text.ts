import { decodeLatin1, decodeText, decodeUtf16 } from './text-codec.ts'

const asciiType = 2
const entrySize = 12
const exifDirectory = 0x8769
const userComment = 0x9286

/**
 * Reads the texts of an EXIF block by keyword, in lower case. ComfyUI's savers put `workflow:{…}` and `prompt:{…}` into
 * ASCII tags of the first directory, split at the first colon; A1111 puts its parameters into the UserComment, given here
 * as `parameters`. A damaged block gives the texts that can be read. Linear in it: tags may share bytes, but their texts
 * together are never longer than the block.
 *
 * @param exif  a TIFF structure; some writers put "Exif\0\0" before it
 */
export function readExifText(exif: Uint8Array): Map<string, string> {
  const tiff = decodeLatin1(exif.subarray(0, 6)) === 'Exif\0\0' ? exif.subarray(6) : exif
  const read = { tiff, view: new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength), left: tiff.length }
  const isLittle = decodeLatin1(tiff.subarray(0, 2)) === 'II'
  const texts = new Map<string, string>()
  const first = tagsOf(read, tiff.length < 8 ? tiff.length : read.view.getUint32(4, isLittle), isLittle)
  for (const { type, bytes } of first) {
    if (type !== asciiType) continue
    const text = decodeText(bytes)
    const colon = text.indexOf(':')
    if (colon > 0) texts.set(text.slice(0, colon).toLowerCase(), text.slice(colon + 1))
  }
  const inner = first.find(({ tag }) => tag === exifDirectory)?.value
  const comment = inner === undefined ? undefined : tagsOf(read, inner, isLittle).find(({ tag }) => tag === userComment)
  if (comment) texts.set('parameters', commentText(comment.bytes))
  return texts
}

interface Reading {
  readonly tiff: Uint8Array
  readonly view: DataView
  /** The bytes that tags may still take. */
  left: number
}

/** The tags of a directory that keep bytes. */
function tagsOf(reading: Reading, directory: number, isLittle: boolean) {
  const { tiff, view } = reading
  if (directory + 2 > tiff.length) return []
  const room = Math.floor((tiff.length - directory - 2) / entrySize)
  const count = Math.min(view.getUint16(directory, isLittle), room)
  const tags: { tag: number; type: number; value: number; bytes: Uint8Array }[] = []
  for (let entry = directory + 2; entry < directory + 2 + count * entrySize; entry += entrySize) {
    const [tag, type] = [view.getUint16(entry, isLittle), view.getUint16(entry + 2, isLittle)]
    if (type !== asciiType && tag !== userComment && tag !== exifDirectory) continue
    const length = type === asciiType || tag === userComment ? view.getUint32(entry + 4, isLittle) : 0
    const value = view.getUint32(entry + 8, isLittle)
    const start = length <= 4 ? entry + 8 : value
    const bytes = tiff.subarray(start, start + length)
    reading.left -= bytes.length
    if (reading.left < 0) break
    tags.push({ tag, type, value, bytes: type === asciiType ? withoutNulls(bytes) : bytes })
  }
  return tags
}

/** Eight bytes name the encoding: `UNICODE\0`, `ASCII\0\0\0`, or nothing. Writers differ in the order of bytes. */
function commentText(bytes: Uint8Array): string {
  const text = bytes.subarray(8)
  return decodeLatin1(bytes.subarray(0, 7)) === 'UNICODE'
    ? decodeUtf16(text, text[0] !== 0)
    : decodeText(withoutNulls(text))
}

/** Without the NULs that end the text. */
function withoutNulls(text: Uint8Array): Uint8Array {
  let end = text.length
  while (end > 0 && text[end - 1] === 0) end--
  return text.subarray(0, end)
}
