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
  const { width, height } = await sharp(picture).metadata()
  const alpha = await sharp(mask)
    .resize({ width, height, fit: 'fill', kernel: 'nearest' })
    .ensureAlpha()
    .extractChannel('alpha')
    .raw()
    .toBuffer()
  return sharp(picture)
    .toColourspace('srgb')
    .removeAlpha()
    .joinChannel(alpha, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 4 })
    .toBuffer()
}
