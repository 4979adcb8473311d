/**
 * Where a picture's randomness comes from, such that a seed gives the values it gives in ComfyUI 0.3.64 on the CPU.
 */
import { type Generator, torchGenerator } from '../tensor/random/random.ts'
import { stack, type Tensor } from '../tensor/tensor.ts'
import { brownianNoise } from './brownian-tree.ts'
import type { Noise } from './sampler.ts'
import type { SamplerSpec } from './sampler-spec.ts'
import { samplers } from './samplers/samplers.ts'

/** One draw for a whole batch; for numbered images one draw each, from image 0 on, of which the wanted are kept. */
function drawInitialNoise(generator: Generator, dims: readonly number[], batchIndex?: readonly number[]): Tensor {
  if (!batchIndex) return generator.randn(dims)
  const images = Array.from({ length: Math.max(...batchIndex) + 1 }, () => generator.randn([1, ...dims.slice(1)]))
  return stack(batchIndex.map(index => images[index]!))
}

/**
 * The noise a picture starts from.
 *
 * @param dims        the latent's, [N, 4, h, w]
 * @param batchIndex  which image of the seed's batch each row is; absent: rows of one draw
 */
export const prepareNoise = (dims: readonly number[], seed: bigint, batchIndex?: readonly number[]): Tensor =>
  drawInitialNoise(torchGenerator(seed), dims, batchIndex)

export interface NoiseOptions {
  /** The latent's, [N, 4, h, w]. */
  readonly dims: readonly number[]
  readonly sigmas: Float32Array
  readonly seed: bigint
  readonly batchIndex?: readonly number[]
}

/**
 * Chooses the noise of one sampler for one picture.
 *
 * - `own`: a generator with the same seed, so that its first draw is the initial noise once more;
 * - `continued` (TCD, churn): PyTorch's global generator, which goes on after the initial noise; it is seeded again
 *   here and that draw skipped;
 * - `brownian` (the SDE solvers): a Brownian tree.
 */
export function noiseSource(spec: SamplerSpec, { dims, sigmas, seed, batchIndex }: NoiseOptions): Noise {
  const kind = spec.name === 'tcd' ? 'continued' : samplers[spec.name].noise
  if (kind === 'brownian') return brownianNoise(dims, sigmas, seed)
  const generator = torchGenerator(seed)
  if (kind === 'continued') drawInitialNoise(generator, dims, batchIndex)
  return () => generator.randn(dims)
}
