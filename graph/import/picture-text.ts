import { readExifText } from './exif-text.ts'
import { isPng, readPngText } from './png-text.ts'
import { decodeLatin1 } from './text-codec.ts'
import { isWebp, readWebpText } from './webp-text.ts'

/** The texts of a picture by keyword in lower case: `workflow`, `prompt`, `parameters`. @returns undefined for another file */
export function pictureText(bytes: Uint8Array): Map<string, string> | undefined {
  if (isPng(bytes)) return readPngText(bytes)
  if (isWebp(bytes)) return readWebpText(bytes)
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? readJpegText(bytes) : undefined
}

/** Whether a file is a picture that a workflow can be read from. */
export const carriesWorkflow = (bytes: Uint8Array): boolean => {
  const texts = pictureText(bytes)
  return ['workflow', 'prompt', 'parameters'].some(keyword => texts?.has(keyword))
}

/** The texts in a JPEG's EXIF, which is among the segments before the picture data. */
function readJpegText(jpeg: Uint8Array): Map<string, string> {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength)
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; ) {
    const end = at + 2 + view.getUint16(at + 2)
    const data = jpeg.subarray(at + 4, end)
    if (jpeg[at + 1] === 0xe1 && decodeLatin1(data.subarray(0, 6)) === 'Exif\0\0') return readExifText(data)
    at = end
  }
  return new Map()
}
