import { decodeLatin1, decodeText } from './text-codec.ts'

export const isWebp = (bytes: Uint8Array): boolean =>
  decodeLatin1(bytes.subarray(0, 4)) === 'RIFF' && decodeLatin1(bytes.subarray(8, 12)) === 'WEBP'

/**
 * Reads the texts that ComfyUI's savers put into a WebP's EXIF: ASCII tags of the first directory, `workflow:{…}` and
 * `prompt:{…}`, split at the first colon. Keywords come back in lower case; a damaged file gives the texts that can be read.
 * Linear in the file: tags may share bytes, but their texts together are never longer than the EXIF.
 */
export function readWebpText(webp: Uint8Array): Map<string, string> {
  const exif = exifOf(webp)
  const entries = exif ? asciiTags(exif) : []
  return new Map(
    entries.flatMap(entry => {
      const colon = entry.indexOf(':')
      return colon < 1 ? [] : [[entry.slice(0, colon).toLowerCase(), entry.slice(colon + 1)] as const]
    }),
  )
}

/** @returns the TIFF structure, without the "Exif\0\0" some writers put before it */
function exifOf(webp: Uint8Array): Uint8Array | undefined {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  for (let at = 12; at + 8 <= webp.length; ) {
    const length = view.getUint32(at + 4, true)
    const data = webp.subarray(at + 8, at + 8 + length)
    if (decodeLatin1(webp.subarray(at, at + 4)) === 'EXIF')
      return decodeLatin1(data.subarray(0, 6)) === 'Exif\0\0' ? data.subarray(6) : data
    at += 8 + length + (length % 2)
  }
  return undefined
}

const asciiType = 2
const entrySize = 12

/** The texts in a TIFF's first directory. */
function asciiTags(tiff: Uint8Array): string[] {
  if (tiff.length < 8) return []
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const isLittle = decodeLatin1(tiff.subarray(0, 2)) === 'II'
  const directory = view.getUint32(4, isLittle)
  if (directory + 2 > tiff.length) return []
  const room = Math.floor((tiff.length - directory - 2) / entrySize)
  const count = Math.min(view.getUint16(directory, isLittle), room)
  const texts: string[] = []
  let left = tiff.length
  for (let entry = directory + 2; entry < directory + 2 + count * entrySize; entry += entrySize) {
    if (view.getUint16(entry + 2, isLittle) !== asciiType) continue
    const length = view.getUint32(entry + 4, isLittle)
    const start = length <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle)
    const text = tiff.subarray(start, start + length)
    left -= text.length
    if (left < 0) break
    texts.push(decodeText(withoutNulls(text)))
  }
  return texts
}

/** Without the NULs that end the text. */
function withoutNulls(text: Uint8Array): Uint8Array {
  let end = text.length
  while (end > 0 && text[end - 1] === 0) end--
  return text.subarray(0, end)
}
