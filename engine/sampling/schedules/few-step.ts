/** Schedules of distilled models, which need exactly the timesteps they were trained on. */
import { type ModelSampling, modelSampling } from '../model-sampling.ts'
import { tcdSampling } from '../samplers/tcd.ts'
import { sgmUniform, simple } from './by-timestep.ts'

const { floor } = Math

/** σ at each timestep, then 0, for any list of timesteps from a model card. */
const sigmasAt = (sampling: ModelSampling, timesteps: readonly number[]): Float32Array =>
  Float32Array.of(...timesteps.map(sampling.sigma), 0)

/** The σ list of the node TCDModelSamplingDiscrete. `simple` is TCD's own grid; many shared workflows have `sgm_uniform`. */
export function tcdSigmas({
  steps,
  scheduler,
  denoise = 1,
}: {
  steps: number
  scheduler: 'simple' | 'sgm_uniform'
  denoise?: number
}): Float32Array {
  if (denoise <= 0) return new Float32Array(0)
  const sampling = modelSampling(tcdSampling)
  const total = floor(steps / denoise)
  const sigmas = scheduler === 'simple' ? simple(sampling, total) : sgmUniform(sampling, total)
  return Float32Array.from(sigmas.slice(-(steps + 1)))
}

/** Hyper-SDXL's 1-step UNet predicts from timestep 800 (Ren et al. 2024, arXiv:2404.13686). */
export const hyperSdxlOneStep = (sampling: ModelSampling): Float32Array => sigmasAt(sampling, [800])

/** SD Turbo's schedule: `steps` of the timesteps 999, 899 … 99, later ones for `denoise` below 1. */
export function sdTurbo(sampling: ModelSampling, steps: number, denoise = 1): Float32Array {
  const start = 10 - floor(10 * denoise)
  const timesteps = Array.from({ length: 10 }, (_, i) => 999 - 100 * i)
  return sigmasAt(sampling, timesteps.slice(start, start + steps))
}
