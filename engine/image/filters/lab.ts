/** CIE Lab for sRGB pictures under D65 — CIE 15:2004, with the constants of kornia 0.9. */
import type { Image } from '../image.ts'

const white = [0.95047, 1, 1.08883] as const
const toXyz = [0.412453, 0.35758, 0.180423, 0.212671, 0.71516, 0.072169, 0.019334, 0.119193, 0.950227] as const
const fromXyz = [
  ...[3.2404813432005266, -1.5371515162713185, -0.4985363261688878],
  ...[-0.9692549499965682, 1.8759900014898907, 0.0415559265582928],
  ...[0.0556466391351772, -0.2040413383665112, 1.0573110696453443],
] as const

const linear = (v: number): number => (v > 0.04045 ? ((v + 0.055) / 1.055) ** 2.4 : v / 12.92)
const encoded = (v: number): number => (v > 0.0031308 ? 1.055 * v ** (1 / 2.4) - 0.055 : 12.92 * v)
const compressed = (v: number): number => (v > 0.008856 ? Math.cbrt(v) : 7.787 * v + 4 / 29)
const expanded = (v: number): number => (v > 0.2068966 ? v ** 3 : (v - 4 / 29) / 7.787)

type Triple = readonly [number, number, number]

const times = (m: readonly number[], [a, b, c]: Triple): Triple => [
  m[0]! * a + m[1]! * b + m[2]! * c,
  m[3]! * a + m[4]! * b + m[5]! * c,
  m[6]! * a + m[7]! * b + m[8]! * c,
]

function each({ dims, data }: Image, f: (pixel: Triple) => Triple): Image {
  const out = new Float32Array(data.length)
  for (let i = 0; i < data.length; i += 3) out.set(f([data[i]!, data[i + 1]!, data[i + 2]!]), i)
  return { dims, data: out }
}

/** [N, H, W, 3], 0 … 1 → L 0 … 100, a and b about −128 … 127 */
export const labOf = (rgb: Image): Image =>
  each(rgb, ([r, g, b]) => {
    const xyz = times(toXyz, [linear(r), linear(g), linear(b)])
    const [x, y, z] = [0, 1, 2].map(i => compressed(xyz[i]! / white[i]!)) as [number, number, number]
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  })

/** The reverse, limited to 0 … 1. */
export const rgbFromLab = (lab: Image): Image =>
  each(lab, ([L, a, b]) => {
    const y = (L + 16) / 116
    const parts = [a / 500 + y, y, Math.max(y - b / 200, 0)]
    const [r, g, v] = times(fromXyz, parts.map((part, i) => expanded(part) * white[i]!) as unknown as Triple)
    const limited = (value: number) => Math.min(Math.max(encoded(value), 0), 1)
    return [limited(r), limited(g), limited(v)]
  })
