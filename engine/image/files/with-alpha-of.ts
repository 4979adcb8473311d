/**
 * A picture with the alpha of another one, as ComfyUI's mask editor saves it.
 *
 * @param picture  a picture file
 * @param mask     one of the same size; without an alpha it is opaque
 * @returns        a PNG
 * @throws         Error from sharp when either is not a picture
 */
export async function withAlphaOf(picture: Uint8Array, mask: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const limits = { limitInputPixels: 100_000_000 }
  const { data, info } = await sharp(picture, limits)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const alpha = await sharp(mask, limits)
    .toColourspace('srgb')
    .ensureAlpha()
    .resize({ width, height, fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer()
  for (let at = 3; at < data.length; at += 4) data[at] = alpha[at]!
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png({ compressionLevel: 4 })
    .toBuffer()
}
