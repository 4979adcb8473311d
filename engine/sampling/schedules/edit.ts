/** How the SIGMAS nodes change a list of noise levels. */
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { linspace } from './linspace.ts'

/** Two parts that share the value at `step`: together they run the whole list. */
export const splitSigmas = (sigmas: Float32Array, step: number): { high: Float32Array; low: Float32Array } => ({
  high: sigmas.slice(0, step + 1),
  low: sigmas.slice(step),
})

/** Split so that `low` holds share `denoise` of the steps. As in ComfyUI `high` is empty when `low` holds none. */
export function splitSigmasDenoise(sigmas: Float32Array, denoise: number): { high: Float32Array; low: Float32Array } {
  const steps = roundHalfEven(Math.max(sigmas.length - 1, 0) * denoise)
  return { high: steps === 0 ? new Float32Array(0) : sigmas.slice(0, -steps), low: sigmas.slice(-(steps + 1)) }
}

/** Ascending, to add noise back. A leading 0 becomes 0.0001, since a step cannot start at 0. */
export function flipSigmas(sigmas: Float32Array): Float32Array {
  const flipped = sigmas.toReversed()
  if (flipped[0] === 0) flipped[0] = 0.0001
  return flipped
}

export const setFirstSigma = (sigmas: Float32Array, sigma: number): Float32Array =>
  sigmas.map((s, i) => (i === 0 ? sigma : s))

const spacings = {
  linear: (x: number) => x,
  cosine: (x: number) => Math.sin((x * Math.PI) / 2),
  sine: (x: number) => 1 - Math.cos((x * Math.PI) / 2),
}
export type SigmaSpacing = keyof typeof spacings
export const sigmaSpacings = ['linear', 'cosine', 'sine'] as const satisfies readonly SigmaSpacing[]

/** Divides each step that begins between the levels `start` (negative: any) and `end` into `steps` steps. */
export function extendIntermediateSigmas(
  sigmas: Float32Array,
  { steps, start, end, spacing }: { steps: number; start: number; end: number; spacing: SigmaSpacing },
): Float32Array {
  const from = start < 0 ? Number.POSITIVE_INFINITY : start
  const between = linspace(0, 1, steps + 1)
    .slice(1, -1)
    .map(spacings[spacing])
  return Float32Array.from(
    [...sigmas].flatMap((sigma, i) => {
      const next = sigmas[i + 1]
      return next === undefined || sigma > from || sigma < end
        ? [sigma]
        : [sigma, ...between.map(share => sigma + share * (next - sigma))]
    }),
  )
}
