const { floor, fround, max, min, sqrt, trunc } = Math

/** Grey values 0 … 255, row by row. */
export interface GreyBytes {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

const passes = 3

/**
 * Gaussian blur as Pillow's GaussianBlur computes it on 8-bit pictures (BoxBlur.c): three box filters along each axis, whose
 * radius has a fractional part — Gwosdek et al. 2011, doi:10.1007/978-3-642-24785-9_38. Beyond the edges lie their values.
 *
 * @param sigma  above 0, in pixels
 */
export function pillowBlur({ width, height, data }: GreyBytes, sigma: number): GreyBytes {
  const radius = boxRadius(sigma)
  const out = Uint8Array.from(data)
  for (let y = 0; y < height; y++) blurLine(out, { start: y * width, step: 1, length: width }, radius)
  for (let x = 0; x < width; x++) blurLine(out, { start: x, step: width, length: height }, radius)
  return { width, height, data: out }
}

/** How far a value reaches at most, in pixels. */
export const blurReach = (sigma: number): number => (sigma > 0 ? passes * (floor(boxRadius(sigma)) + 1) : 0)

/** Equations 7, 11 and 14 of the paper, in float32. */
function boxRadius(sigma: number): number {
  const variance = fround(fround(sigma * sigma) / passes)
  const whole = floor((fround(sqrt(12 * variance + 1)) - 1) / 2)
  const excess = fround((2 * whole + 1) * (whole * (whole + 1) - 3 * variance))
  return fround(whole + fround(excess / fround(6 * (variance - (whole + 1) * (whole + 1)))))
}

interface Line {
  readonly start: number
  readonly step: number
  readonly length: number
}

/** Box filters over one line, in place, in integers of 24 bits after the point. */
function blurLine(data: Uint8Array, { start, step, length }: Line, radius: number): void {
  const whole = trunc(radius)
  const weight = trunc(fround(2 ** 24 / fround(radius * 2 + 1)))
  const outer = trunc((2 ** 24 - (2 * whole + 1) * weight) / 2)
  const before = new Uint8Array(length)
  const at = (i: number) => before[min(max(i, 0), length - 1)]!
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < length; i++) before[i] = data[start + i * step]!
    let sum = 0
    for (let i = -whole; i <= whole; i++) sum += at(i)
    for (let i = 0; i < length; i++) {
      data[start + i * step] = floor(
        (sum * weight + (at(i - whole - 1) + at(i + whole + 1)) * outer + 2 ** 23) / 2 ** 24,
      )
      sum += at(i + whole + 1) - at(i - whole)
    }
  }
}
