/**
 * Compositing of pictures with alpha — Porter & Duff 1984, "Compositing Digital Images", doi:10.1145/964965.808606, and
 * blend modes of the SVG compositing specification. Colours are premultiplied: s and d, with alphas a and b.
 */

/** In ComfyUI's combo order. */
export const porterDuffModes = [
  'ADD',
  'CLEAR',
  'DARKEN',
  'DST',
  'DST_ATOP',
  'DST_IN',
  'DST_OUT',
  'DST_OVER',
  'LIGHTEN',
  'MULTIPLY',
  'OVERLAY',
  'SCREEN',
  'SRC',
  'SRC_ATOP',
  'SRC_IN',
  'SRC_OUT',
  'SRC_OVER',
  'XOR',
] as const
export type PorterDuffMode = (typeof porterDuffModes)[number]

interface Mode {
  readonly alpha: (a: number, b: number) => number
  readonly color: (s: number, d: number, a: number, b: number) => number
}

const union = (a: number, b: number) => a + b - a * b
const unit = (value: number) => Math.min(Math.max(value, 0), 1)

const modes: Readonly<Record<PorterDuffMode, Mode>> = {
  ADD: { alpha: (a, b) => unit(a + b), color: (s, d) => unit(s + d) },
  CLEAR: { alpha: () => 0, color: () => 0 },
  DARKEN: { alpha: union, color: (s, d, a, b) => (1 - b) * s + (1 - a) * d + Math.min(s, d) },
  DST: { alpha: (_, b) => b, color: (_, d) => d },
  DST_ATOP: { alpha: a => a, color: (s, d, a, b) => a * d + (1 - b) * s },
  DST_IN: { alpha: (a, b) => a * b, color: (_, d, a) => d * a },
  DST_OUT: { alpha: (a, b) => (1 - a) * b, color: (_, d, a) => (1 - a) * d },
  DST_OVER: { alpha: (a, b) => b + (1 - b) * a, color: (s, d, _, b) => d + (1 - b) * s },
  LIGHTEN: { alpha: union, color: (s, d, a, b) => (1 - b) * s + (1 - a) * d + Math.max(s, d) },
  MULTIPLY: { alpha: (a, b) => a * b, color: (s, d) => s * d },
  OVERLAY: { alpha: union, color: (s, d, a, b) => (2 * d < b ? 2 * s * d : a * b - 2 * (b - s) * (a - d)) },
  SCREEN: { alpha: union, color: (s, d) => s + d - s * d },
  SRC: { alpha: a => a, color: s => s },
  SRC_ATOP: { alpha: (_, b) => b, color: (s, d, a, b) => b * s + (1 - a) * d },
  SRC_IN: { alpha: (a, b) => a * b, color: (s, _, __, b) => s * b },
  SRC_OUT: { alpha: (a, b) => (1 - b) * a, color: (s, _, __, b) => (1 - b) * s },
  SRC_OVER: { alpha: (a, b) => a + (1 - a) * b, color: (s, d, a) => s + (1 - a) * d },
  XOR: { alpha: (a, b) => (1 - b) * a + (1 - a) * b, color: (s, d, a, b) => (1 - b) * s + (1 - a) * d },
}

/** Below this alpha a pixel has no colour. */
const transparent = 1e-5

/**
 * One value of a pixel, not premultiplied.
 *
 * @param source       its value and its alpha
 * @param destination  the same of the picture below
 */
export function porterDuff(
  mode: PorterDuffMode,
  source: readonly [value: number, alpha: number],
  destination: readonly [value: number, alpha: number],
): readonly [value: number, alpha: number] {
  const { alpha, color } = modes[mode]
  const [[s, a], [d, b]] = [source, destination]
  const covered = alpha(a, b)
  return [covered > transparent ? unit(color(s * a, d * b, a, b) / covered) : 0, covered]
}
