import type { Formula } from '../../formula.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface FreSca {
  readonly kind: 'fresca'
  readonly low: number
  readonly high: number
  /** Half the width of the square of low frequencies. */
  readonly cutoff: number
}

export const frequencyScaling: Formula = {
  lines: ['ΔD = D_c − D_u', 'D_c ← D_u + scale_low·ΔD_low + scale_high·ΔD_high'],
  source: 'Huang et al. 2025, arXiv:2504.02154, equation 7',
}

/** Scales low and high frequencies of the guidance (`frequencyScaling`). */
export const fresca = ({ low, high, cutoff }: FreSca): GuidanceStage => ({
  before({ cond, uncond }) {
    const difference = mix([1, cond], [-1, uncond])
    const lows = lowFrequencies(difference, cutoff)
    return { cond: mix([1, uncond], [high, difference], [low - high, lows]), uncond }
  },
})

/**
 * The frequencies −cutoff … cutoff − 1 of one axis, as ComfyUI's slice [centre − cutoff, centre + cutoff) selects them: a
 * negative start counts from the end, so a cutoff of more than half the length leaves out the lowest frequencies.
 */
function keptFrequencies(length: number, cutoff: number): number[] {
  const centre = Math.floor(length / 2)
  const from = centre - cutoff
  const start = from < 0 ? Math.max(0, length + from) : from
  const end = Math.min(centre + cutoff, length)
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i - centre)
}

/** The real and imaginary part of the circulant matrix that keeps these frequencies, by the distance y − y′. */
function kernel(length: number, cutoff: number): { readonly re: Float64Array; readonly im: Float64Array } {
  const kept = keptFrequencies(length, cutoff)
  const at = (f: (angle: number) => number) =>
    Float64Array.from(
      { length },
      (_, d) => kept.reduce((sum, k) => sum + f((2 * Math.PI * k * d) / length), 0) / length,
    )
  return { re: at(Math.cos), im: at(Math.sin) }
}

/** Re(K_h·x·K_wᵀ) of each plane: the real part of x after all other frequencies are removed. */
function lowFrequencies({ dims, data }: Tensor, cutoff: number): Tensor {
  const [, , h, w] = dims as [number, number, number, number]
  const [rowsOf, columnsOf] = [kernel(h, cutoff), kernel(w, cutoff)]
  const result = new Float32Array(data.length)
  for (let plane = 0; plane < data.length; plane += h * w) {
    const [re, im] = [columnsOf.re, columnsOf.im].map(k => alongRows(data.subarray(plane, plane + h * w), h, w, k))
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        let sum = 0
        for (let from = 0; from < h; from++) {
          const d = (y - from + h) % h
          sum += rowsOf.re[d]! * re![from * w + x]! - rowsOf.im[d]! * im![from * w + x]!
        }
        result[plane + y * w + x] = sum
      }
  }
  return { dims, data: result }
}

function alongRows(plane: Float32Array, h: number, w: number, k: Float64Array): Float64Array {
  const result = new Float64Array(h * w)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++)
      for (let from = 0; from < w; from++) result[y * w + x]! += k[(x - from + w) % w]! * plane[y * w + from]!
  return result
}
