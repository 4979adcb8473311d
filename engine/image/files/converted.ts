/**
 * A picture file in another form, as ComfyUI's `/view` gives it.
 *
 * @param preview  `webp;90`: the format, webp or jpeg, and the quality, 1 to 100
 * @param channel  `rgb`: without its alpha; `a`: only its alpha, the colours black; both as PNG
 * @returns        null where neither asks for another form
 */
export async function converted(
  path: string,
  { preview, channel }: { readonly preview: string | null; readonly channel: string | null },
): Promise<{ readonly type: string; readonly bytes: Buffer } | null> {
  if (preview === null && channel !== 'rgb' && channel !== 'a') return null
  const { default: sharp } = await import('sharp')
  const picture = sharp(path, { limitInputPixels: 100_000_000 })
  if (preview !== null) {
    const [format, quality = '90'] = preview.split(';')
    const options = { quality: Math.min(100, Math.max(1, Number.parseInt(quality, 10) || 90)) }
    if (format !== 'jpeg') return { type: 'image/webp', bytes: await picture.webp(options).toBuffer() }
    return { type: 'image/jpeg', bytes: await picture.flatten().jpeg(options).toBuffer() }
  }
  if (channel === 'rgb') return { type: 'image/png', bytes: await picture.removeAlpha().png().toBuffer() }
  const alpha = picture.ensureAlpha().linear([0, 0, 0, 1], [0, 0, 0, 0])
  return { type: 'image/png', bytes: await alpha.png().toBuffer() }
}
