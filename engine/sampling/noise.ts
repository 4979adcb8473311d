/**
 * Where a picture's randomness comes from. A seed gives the values that it gives in ComfyUI 0.3.64 on the CPU.
 */
import type { Formula } from '../formula.ts'
import { type Generator, torchGenerator } from '../tensor/random/random.ts'
import { stack, type Tensor } from '../tensor/tensor.ts'
import { brownianNoise } from './brownian-tree.ts'
import type { Noise } from './sampler.ts'
import type { SamplerRow } from './sampler-row.ts'

/** One draw for a whole batch. For numbered images one draw each, from image 0 on, of which the selected are kept. */
function drawInitialNoise(generator: Generator, dims: readonly number[], batchIndex?: readonly number[]): Tensor {
  if (!batchIndex) return generator.randn(dims)
  const images = Array.from({ length: Math.max(...batchIndex) + 1 }, () => generator.randn([1, ...dims.slice(1)]))
  return stack(batchIndex.map(index => images[index]!))
}

/**
 * The noise that a picture starts from.
 *
 * @param dims        the latent's, [N, 4, h, w]
 * @param batchIndex  the number of each row in the seed's batch; absent: rows of one draw
 */
export const prepareNoise = (dims: readonly number[], seed: bigint, batchIndex?: readonly number[]): Tensor =>
  drawInitialNoise(torchGenerator(seed), dims, batchIndex)

/** The equation of the node AddNoise. */
export const addedNoise: Formula = {
  lines: ['x = x₀ + |σ_first − σ_last|·z'],
  source: 'ComfyUI, AddNoise; Karras et al. 2022, arXiv:2206.00364',
}

export interface NoiseOptions {
  /** The latent's, [N, 4, h, w]. */
  readonly dims: readonly number[]
  readonly sigmas: Float32Array
  readonly seed: bigint
  readonly batchIndex?: readonly number[]
}

/** The noise that a sampler adds, of the kind that `SamplerRow.noise` describes. */
export function noiseSource(
  { name, noise }: Pick<SamplerRow, 'name' | 'noise'>,
  { dims, sigmas, seed, batchIndex }: NoiseOptions,
): Noise {
  if (noise === 'brownian') return brownianNoise(dims, sigmas, seed)
  if (noise === 'none')
    return () => {
      throw new Error(`the sampler ${name} asked for noise, but its row says that it adds none`)
    }
  const generator = noise === 'continued' ? afterInitialNoise(dims, seed, batchIndex) : torchGenerator(seed)
  return () => generator.randn(dims)
}

/** PyTorch's global generator during the sampling: it has drawn the initial noise already. */
export function afterInitialNoise(dims: readonly number[], seed: bigint, batchIndex?: readonly number[]): Generator {
  const generator = torchGenerator(seed)
  drawInitialNoise(generator, dims, batchIndex)
  return generator
}
