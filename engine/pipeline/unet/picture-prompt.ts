import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import { torchGenerator } from '../../tensor/random/random.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { rows, type Tensor, tensor } from '../../tensor/tensor.ts'
import type { PicturePrompt } from '../clip-vision.ts'
import type { EncodedPrompt } from '../types.ts'
import { sinusoids } from './size-conditioning.ts'

export const pictureNoise: Formula = {
  lines: [
    'y = strength·[√ᾱ_n·v + √(1 − ᾱ_n)·ε, e(n)],  n = 999·noise_augmentation',
    'v: the picture, e: sinusoids, ᾱ: the cosine schedule',
    'several pictures: their sum, with noise once more (n = 50; 0 for SDXL)',
  ],
  source: 'Ramesh et al. 2022, arXiv:2204.06125, section 2.1, as Stable unCLIP applies it',
}

/** What a model makes of pictures. */
export interface PictureReader {
  /** D′ of the pictures that it reads: 768 for ViT-L, 1024 for ViT-H, 1280 for ViT-bigG. */
  readonly width: number
  /** The noise that the sum of several pictures gets. */
  readonly merged: number
}

/**
 * The vector of a prompt's pictures (`pictureNoise`), noise level included. The noise is that of ComfyUI: of PyTorch's global
 * generator, seeded with the picture's seed less 10 for each picture.
 *
 * @returns [1, 2·width]
 * @throws  RangeInputError when a picture was encoded by another CLIP than the model reads
 */
export function pictureVector(pictures: readonly PicturePrompt[], reader: PictureReader, seed: bigint): Tensor {
  const each = pictures.flatMap(({ encoded: { embeds }, ...how }) =>
    Array.from({ length: embeds.dims[0]! }, (_, i) => ({ vector: rows(embeds, i, i + 1).data, ...how })),
  )
  const wrong = each.find(({ vector }) => vector.length !== reader.width)
  if (wrong)
    throw new RangeInputError(
      `The picture was encoded as ${wrong.vector.length} numbers, and the model reads ${reader.width}: connect the CLIP vision model that belongs to it.`,
    )
  let generator = torchGenerator(seed - 10n)
  const noisy = (vector: Float32Array, noise: number) => {
    const level = roundHalfEven(999 * noise)
    const { data: eps } = generator.randn([1, reader.width])
    const [signal, rest] = [Math.sqrt(alphaBars()[level]!), Math.sqrt(1 - alphaBars()[level]!)]
    return [...vector.map((v, i) => signal * v + rest * eps[i]!), ...sinusoids(level, reader.width)]
  }
  const sum = new Float32Array(2 * reader.width)
  for (const { vector, noise, strength } of each) {
    generator = torchGenerator(seed - 10n)
    for (const [i, value] of noisy(vector, noise).entries()) sum[i]! += strength * value
  }
  if (each.length < 2) return tensor([1, sum.length], sum)
  return tensor([1, sum.length], Float32Array.from(noisy(sum.slice(0, reader.width), reader.merged)))
}

/** The prompt with its pictures as the model reads them; the same prompt where it has none. */
export function withPictures(prompt: EncodedPrompt, reader: PictureReader | undefined, seed: bigint): EncodedPrompt {
  if (!prompt.pictures || !reader) return prompt
  const vector = pictureVector(prompt.pictures, reader, seed)
  return {
    ...prompt,
    pooled: reader.merged > 0 ? vector : tensor([1, reader.width], vector.data.slice(0, reader.width)),
  }
}

let table: Float64Array | undefined
/** ᾱ of the cosine schedule — Nichol & Dhariwal 2021, arXiv:2102.09672, equation 17 — with betas of at most 0.999. */
function alphaBars(): Float64Array {
  if (table) return table
  const f = (t: number) => Math.cos((((t / 1000 + 0.008) / 1.008) * Math.PI) / 2) ** 2
  let product = 1
  table = Float64Array.from({ length: 1000 }, (_, t) => (product *= 1 - Math.min(1 - f(t + 1) / f(t), 0.999)))
  return table
}
