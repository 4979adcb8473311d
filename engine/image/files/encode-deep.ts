import type { Tensor } from '../../tensor/tensor.ts'
import { withPngText } from './png-text.ts'
import { bytesOf } from './save-images.ts'

type Raw = { readonly width: number; readonly height: number; readonly channels: 3 | 4 }
const rawOf = ({ dims: [height = 0, width = 0, channels = 3] }: Tensor) => ({ width, height, channels }) as Raw

/** One picture [H, W, C] as a PNG of 16 bits: a value x becomes ⌊65535·x⌋. */
export async function encodePng16(picture: Tensor, text: Readonly<Record<string, string>>): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const levels = Uint16Array.from(picture.data, x => Math.floor(65_535 * Math.min(1, Math.max(0, x || 0))))
  const png = await sharp(levels, { raw: rawOf(picture), limitInputPixels: false })
    .toColourspace('rgb16')
    .png({ compressionLevel: 4 })
    .toBuffer()
  return withPngText(png, text)
}

/** One picture [H, W, C] as AVIF of 8 bits. @param crf  1 best … 63 smallest, AV1's scale */
export async function encodeAvif(picture: Tensor, crf: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const quality = Math.max(1, Math.round(100 - (100 * crf) / 63))
  return sharp(bytesOf(picture.data), { raw: rawOf(picture), limitInputPixels: false })
    .avif({ quality })
    .toBuffer()
}

/** One picture [H, W, C] as a JPEG of quality 1 … 100, without its alpha. */
export async function encodeJpeg(picture: Tensor, quality: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp(bytesOf(picture.data), { raw: rawOf(picture), limitInputPixels: false })
    .removeAlpha()
    .jpeg({ quality })
    .toBuffer()
}
