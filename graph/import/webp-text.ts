import { readExifText } from './exif-text.ts'
import { decodeLatin1 } from './text-codec.ts'

export const isWebp = (bytes: Uint8Array): boolean =>
  decodeLatin1(bytes.subarray(0, 4)) === 'RIFF' && decodeLatin1(bytes.subarray(8, 12)) === 'WEBP'

/** Reads the texts in a WebP's EXIF, by keyword in lower case. Linear in the file. */
export function readWebpText(webp: Uint8Array): Map<string, string> {
  const view = new DataView(webp.buffer, webp.byteOffset, webp.byteLength)
  for (let at = 12; at + 8 <= webp.length; ) {
    const length = view.getUint32(at + 4, true)
    if (decodeLatin1(webp.subarray(at, at + 4)) === 'EXIF') return readExifText(webp.subarray(at + 8, at + 8 + length))
    at += 8 + length + (length % 2)
  }
  return new Map()
}
