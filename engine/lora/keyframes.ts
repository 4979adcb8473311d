import type { Formula } from '../formula.ts'

export const hookKeyframes: Formula = {
  lines: [
    's(σ) = strength · f_i,   i the last keyframe with σ(start_i) ≥ σ',
    'σ(p): the noise level where the share p of the timesteps is done; before the first keyframe i = 1',
  ],
  source: 'comfy/hooks.py, HookKeyframeGroup',
}

export const interpolatedKeyframes: Formula = {
  lines: [
    'start_i = start + u·(end − start),   f_i = from + w(u)·(to − from),   u = i/(n − 1)',
    'linear: w = u,   ease_in: w = u²,   ease_out: w = 1 − (1 − u)²,   ease_in_out: w = ½·(1 − cos πu)',
  ],
  source: 'comfy/hooks.py, InterpolationMethod',
}

/** From a share of the sampling on, a LoRA's strength is multiplied by a factor. */
export interface Keyframe {
  readonly factor: number
  /** 0 is pure noise, 1 the finished picture. */
  readonly start: number
  /** It lasts for one noise level at least, also where the next one would begin there. */
  readonly guaranteed: boolean
}

/** In the order of their starts. */
export type Keyframes = readonly Keyframe[]

/** Those that start at the same share keep their order. */
export const withKeyframes = (keyframes: Keyframes = [], added: Keyframes): Keyframes =>
  [...keyframes, ...added].toSorted((a, b) => a.start - b.start)

const eases = {
  linear: (u: number) => u,
  ease_in: (u: number) => u ** 2,
  ease_out: (u: number) => 1 - (1 - u) ** 2,
  ease_in_out: (u: number) => (1 - Math.cos(Math.PI * u)) / 2,
}
export type Ease = keyof typeof eases
export const easeNames = ['linear', 'ease_in', 'ease_out', 'ease_in_out'] as const satisfies readonly Ease[]

/** `count` values from one to another. */
export function eased([from, to]: readonly [number, number], count: number, ease: Ease = 'linear'): number[] {
  const u = (i: number) => (count > 1 ? i / (count - 1) : 0)
  return Array.from({ length: count }, (_, i) => from + (to - from) * eases[ease](u(i)))
}

/** A keyframe for each factor, evenly between two shares of the sampling. Only the first is guaranteed, as in ComfyUI. */
export function keyframesOf(factors: readonly number[], range: readonly [number, number]): Keyframes {
  const starts = eased(range, factors.length)
  return factors.map((factor, i) => ({ factor, start: starts[i]!, guaranteed: i === 0 }))
}

/** The noise levels of a run. */
export interface RunLevels {
  percentToSigma(percent: number): number
  /** The highest of the schedule. */
  readonly highest: number
}

/**
 * The factor at each noise level of one run (`hookKeyframes`). A keyframe that is guaranteed lasts for one level, so the levels
 * must come in the order of the sampling.
 */
export function factorsOf(keyframes: Keyframes, { percentToSigma, highest }: RunLevels): (sigma: number) => number {
  const from = keyframes.map(({ start }) => percentToSigma(start))
  const lasts = (i: number) => (keyframes[i]!.guaranteed && from[i]! <= highest ? 1 : 0)
  let [at, used, last] = [0, 0, Number.NaN]
  return sigma => {
    if (keyframes.length === 0) return 1
    if (sigma === last) return keyframes[at]!.factor
    if (used >= lasts(at)) {
      for (let i = at + 1; i < keyframes.length && from[i]! >= sigma; i++) {
        ;[at, used] = [i, 0]
        if (lasts(i) > 0) break
      }
    }
    used += 1
    last = sigma
    return keyframes[at]!.factor
  }
}
