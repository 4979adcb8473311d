/** Noise of the Inspire Pack's sampler: drawn as on a graphics card or on the processor, and mixed with a second seed's. */
import { cudaRandn } from '../tensor/random/philox.ts'
import { torchGenerator } from '../tensor/random/random.ts'
import { mix, stack, type Tensor } from '../tensor/tensor.ts'

export const batchSeedModes = ['incremental', 'comfy', 'variation str inc:0.01', 'variation str inc:0.05'] as const

export interface VariationNoise {
  readonly seed: bigint
  readonly device: 'cpu' | 'cuda'
  /** `incremental`: seed + i for picture i. `comfy`: one draw for all. `variation …`: the strength grows from picture to picture. */
  readonly batchSeeds: (typeof batchSeedModes)[number]
  readonly variation: { readonly seed: bigint; readonly strength: number }
}

/** @param dims  the latent's, [N, 4, h, w] */
export function variationNoise(
  dims: readonly number[],
  { seed, device, batchSeeds, variation }: VariationNoise,
): Tensor {
  const draw = (seed: bigint, dims: readonly number[]) =>
    device === 'cuda' ? cudaRandn(seed, dims) : torchGenerator(seed).randn(dims)
  const [count = 0, ...size] = dims
  const one = [1, ...size]
  const growth = batchSeeds.startsWith('variation') ? Number(batchSeeds.slice('variation str inc:'.length)) : 0
  const second = variation.strength > 0 || growth > 0 ? draw(variation.seed, one) : undefined
  const varied = (noise: Tensor, strength: number) => (second ? mix([1 - strength, noise], [strength, second]) : noise)
  if (batchSeeds === 'comfy') {
    const all = draw(seed, dims)
    if (!second) return all
    const length = all.data.length / count
    const rows = Array.from({ length: count }, (_, i) => ({
      dims: one,
      data: all.data.subarray(i * length, (i + 1) * length),
    }))
    return stack(rows.map(row => varied(row, variation.strength)))
  }
  return stack(
    Array.from({ length: count }, (_, i) =>
      varied(
        draw(batchSeeds === 'incremental' ? BigInt.asUintN(64, seed + BigInt(i)) : seed, one),
        variation.strength + growth * i,
      ),
    ),
  )
}
