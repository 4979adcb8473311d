const signature = 8
/** Texts, and the camera's data, which can hold a workflow too. */
const texts = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf'])

/**
 * A PNG picture without the texts in it. One pass over its chunks: length, type, content, checksum.
 *
 * @throws Error where the bytes are not a PNG picture
 */
export function withoutTexts(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  if (png.length < signature || view.getUint32(0) !== 0x89504e47) throw new Error('The picture is not a PNG file.')
  const out = new Uint8Array(png.length)
  out.set(png.subarray(0, signature))
  let size = signature
  for (let at = signature; at + 12 <= png.length; ) {
    const end = at + 12 + view.getUint32(at)
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8))
    if (!texts.has(type)) {
      out.set(png.subarray(at, end), size)
      size += Math.min(end, png.length) - at
    }
    at = end
  }
  return out.slice(0, size)
}
