/** Windows bitmaps, which libvips does not read: uncompressed, with palettes and with masks, as Pillow reads them. */

/** A picture of 8 bits a channel. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  /** [height, width, 4] */
  readonly rgba: Uint8Array
  readonly hasAlpha: boolean
}

export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length > 26

/** How the colour of a pixel is read. */
type Pixel = (line: number, x: number) => readonly [r: number, g: number, b: number, a: number]

/** @throws Error that says what is not possible or damaged */
export function readBmp(bytes: Uint8Array): Bitmap {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = sizeOf(view)
  const { width, height, bits, isUpward } = size
  const stride = Math.ceil((width * bits) / 32) * 4
  const start = view.getUint32(10, true)
  if (start + stride * height > bytes.length) throw new Error('it ends before its last row')
  const pixel = pixelOf(view, size)
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const line = start + (isUpward ? height - 1 - y : y) * stride
    for (let x = 0; x < width; x++) rgba.set(pixel.read(line, x), (y * width + x) * 4)
  }
  return { width, height, rgba, hasAlpha: pixel.hasAlpha }
}

/** The size of a bitmap, from its header. @throws Error where it has none, or is compressed */
export function sizeOf(view: DataView) {
  const header = view.getUint32(14, true)
  // The first version of Windows had 16 bits for each side.
  const isOld = header === 12
  const [width, tall] = isOld
    ? [view.getUint16(18, true), view.getUint16(20, true)]
    : [view.getInt32(18, true), view.getInt32(22, true)]
  const bits = view.getUint16(isOld ? 24 : 28, true)
  const compression = isOld ? 0 : view.getUint32(30, true)
  if (compression !== 0 && compression !== 3) throw new Error('it is compressed, which is not possible here')
  if (width <= 0 || tall === 0) throw new Error('its size is damaged')
  return { header, width, height: Math.abs(tall), bits, isUpward: tall > 0, hasMasks: compression === 3 }
}

function pixelOf(view: DataView, { header, bits, hasMasks }: ReturnType<typeof sizeOf>) {
  if (bits <= 8) return { read: fromPalette(view, header, bits), hasAlpha: false }
  if (bits === 24) return { read: opaque(view, 3), hasAlpha: false }
  if (bits === 32 && !hasMasks) return { read: opaque(view, 4), hasAlpha: false }
  if (bits !== 16 && bits !== 32) throw new Error(`it has ${bits} bits a pixel, which is not possible here`)
  const at = (i: number) => view.getUint32(54 + 4 * i, true)
  const masks = hasMasks ? [at(0), at(1), at(2), header >= 56 ? at(3) : 0] : [0x7c00, 0x3e0, 0x1f, 0]
  const channels = masks.map(channelOf)
  const word = bits === 16 ? (at: number) => view.getUint16(at, true) : (at: number) => view.getUint32(at, true)
  const read: Pixel = (line, x) => {
    const value = word(line + (x * bits) / 8)
    const [r, g, b, a] = channels.map(channel => channel(value)) as [number, number, number, number]
    return [r, g, b, masks[3] === 0 ? 255 : a]
  }
  return { read, hasAlpha: masks[3] !== 0 }
}

const opaque =
  (view: DataView, bytes: number): Pixel =>
  (line, x) => {
    const at = line + x * bytes
    return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at), 255]
  }

/** Reads the bits of a mask as 0…255. */
function channelOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0
  const shift = 31 - Math.clz32(mask & -mask)
  const most = mask >>> shift
  return value => Math.floor((((value & mask) >>> shift) * 255) / most)
}

function fromPalette(view: DataView, header: number, bits: number): Pixel {
  const entry = header === 12 ? 3 : 4
  const perByte = 8 / bits
  return (line, x) => {
    const byte = view.getUint8(line + Math.floor(x / perByte))
    const index = (byte >> (8 - bits * ((x % perByte) + 1))) & (2 ** bits - 1)
    const at = 14 + header + index * entry
    return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at), 255]
  }
}
