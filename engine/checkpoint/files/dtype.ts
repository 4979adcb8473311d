/** The number types a .safetensors file may hold, with their size in bytes. */
const sizes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
} as const

export type Dtype = keyof typeof sizes

export const isDtype = (name: unknown): name is Dtype => typeof name === 'string' && Object.hasOwn(sizes, name)
export const bytesPer = (dtype: Dtype): 1 | 2 | 4 | 8 => sizes[dtype]

/** Little-endian bytes as float32. I64 and F64 lose what float32 cannot hold. */
export function decode(dtype: Dtype, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const { buffer } = bytes
  switch (dtype) {
    case 'F64':
      return Float32Array.from(new Float64Array(buffer))
    case 'F32':
      return new Float32Array(buffer)
    case 'F16':
      return lookUp(new Uint16Array(buffer), halves())
    case 'BF16':
      return new Float32Array(Uint32Array.from(new Uint16Array(buffer), bits => bits << 16).buffer)
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number)
    case 'I32':
      return Float32Array.from(new Int32Array(buffer))
    case 'I16':
      return Float32Array.from(new Int16Array(buffer))
    case 'I8':
      return Float32Array.from(new Int8Array(buffer))
    case 'U8':
    case 'BOOL':
      return Float32Array.from(bytes)
    case 'F8_E4M3':
      return lookUp(
        bytes,
        Float32Array.from({ length: 256 }, (_, bits) => e4m3(bits)),
      )
    case 'F8_E5M2':
      return lookUp(new Uint16Array(Uint16Array.from(bytes, bits => bits << 8)), halves())
  }
}

function lookUp(codes: Uint16Array | Uint8Array, table: Float32Array): Float32Array {
  const values = new Float32Array(codes.length)
  for (let i = 0; i < codes.length; i++) values[i] = table[codes[i]!]!
  return values
}

/** The nearest half-precision numbers, of two equally near the even one, as little-endian bytes. */
export function encodeHalves(values: Float32Array): Uint8Array {
  const words = new Uint32Array(values.slice().buffer)
  const halves = Uint16Array.from(words, word => {
    const [sign, size] = [(word >>> 16) & 0x8000, word & 0x7fffffff]
    if (size > 0x7f800000) return sign | 0x7e00
    if (size >= 0x477ff000) return sign | 0x7c00
    if (size >= 0x38800000) return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13)
    // Below 2⁻¹⁴ the numbers are 2⁻²⁴ apart.
    const [shift, fraction] = [126 - (size >>> 23), (size & 0x7fffff) | 0x800000]
    if (shift > 24) return sign
    const half = 2 ** (shift - 1)
    const [whole, rest] = [Math.floor(fraction / 2 ** shift), fraction % 2 ** shift]
    return sign | (whole + Number(rest > half || (rest === half && whole % 2 === 1)))
  })
  return new Uint8Array(halves.buffer)
}

let halfTable: Float32Array | undefined
/** All 65,536 IEEE 754 half-precision numbers. */
function halves(): Float32Array {
  halfTable ??= Float32Array.from({ length: 65536 }, (_, bits) => {
    const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
  })
  return halfTable
}

/** FP8 E4M3FN — Micikevicius et al. 2022, arXiv:2209.05433: bias 7, no infinities, only 0x7f and 0xff are NaN. */
function e4m3(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x80 ? -1 : 1, (bits >> 3) & 15, bits & 7]
  if (exponent === 15 && fraction === 7) return Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -9 : (1 + fraction / 8) * 2 ** (exponent - 7))
}
