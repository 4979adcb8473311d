import { expect, test } from 'vitest'
import { noiseSource, prepareNoise } from '../../../engine/sampling/noise.ts'
import { samplerOf } from '../../../engine/sampling/samplers.ts'
import { torchGenerator } from '../../../engine/tensor/random/random.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'

interface Goldens {
  prepare_noise: { seed: string; shape: number[]; batch_index: number[] | null; tensor: string }[]
  default_noise_sampler: { seed: string; shape: number[]; seeded: string[]; global_after_prepare_noise: string[] }[]
}

// Reference: ComfyUI 0.3.64, comfy.sample.prepare_noise and default_noise_sampler. Equal to the bit.
const goldens = readGoldenJson<Goldens>('noise.json')
const arrays = readGolden('noise.safetensors')
const sigmas = Float32Array.of(14, 7, 0)

test('the initial noise is ComfyUI’s, with and without a selection of images from the batch', () => {
  for (const { seed, shape, batch_index, tensor } of goldens.prepare_noise)
    expect(prepareNoise(shape, BigInt(seed), batch_index ?? undefined), tensor).toEqual(arrays.get(tensor))
})

test('most samplers begin with the initial noise again, TCD continues after it', () => {
  for (const { seed, shape: dims, seeded, global_after_prepare_noise } of goldens.default_noise_sampler) {
    const options = { dims, sigmas, seed: BigInt(seed) }
    const [ancestral, tcd] = [
      noiseSource(samplerOf('euler_ancestral'), options),
      noiseSource(samplerOf('tcd'), options),
    ]
    for (const name of seeded) expect(ancestral(14, 7), name).toEqual(arrays.get(name))
    for (const name of global_after_prepare_noise) expect(tcd(14, 7), name).toEqual(arrays.get(name))
  }
})

test('with selected images TCD continues after the images that were drawn for the selection', () => {
  const dims = [2, 4, 4, 4]
  const tcd = noiseSource(samplerOf('tcd'), { dims, sigmas, seed: 5n, batchIndex: [3, 1] })
  const generator = torchGenerator(5n)
  for (let image = 0; image <= 3; image++) generator.randn([1, 4, 4, 4])
  expect(tcd(14, 7)).toEqual(generator.randn(dims))
})

test('a sampler that asks for noise although its row says that it adds none is named', () => {
  const none = noiseSource({ name: 'steady', noise: 'none' }, { dims: [1, 4, 4, 4], sigmas, seed: 1n })
  expect(() => none(14, 7)).toThrow('the sampler steady asked for noise, but its row says that it adds none')
})

test('the SDE solvers share one path: two half steps add up to the whole', () => {
  const noise = noiseSource(samplerOf('dpmpp_2m_sde'), { dims: [1, 4, 4, 4], sigmas, seed: 1n })
  const [whole, first, second] = [noise(9, 3).data, noise(9, 5).data, noise(5, 3).data]
  const sum = first.map((w, i) => Math.sqrt(4) * w + Math.sqrt(2) * second[i]!)
  for (const [i, w] of whole.entries()) expect(sum[i]).toBeCloseTo(Math.sqrt(6) * w, 4)
})
