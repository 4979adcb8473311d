import { expect, test } from 'vitest'
import type { Conditioning, Latent } from '../../../engine/pipeline/types.ts'
import attentionMask from '../../../nodes/packs/krita/regions/attention-mask.ts'
import backgroundRegion from '../../../nodes/packs/krita/regions/background-region.ts'
import defineRegion from '../../../nodes/packs/krita/regions/define-region.ts'
import listRegionMasks from '../../../nodes/packs/krita/regions/list-region-masks.ts'
import kSampler from '../../../nodes/sampling/ksampler.ts'
import { testContext } from '../context.ts'
import { maskOf } from '../small.ts'
import { openTiny } from '../tiny.ts'

const context = testContext()
const { model, encode } = await openTiny(context)
const [cat, dog, none] = [await encode('a cat'), await encode('a big dog, outside'), await encode('')]
const latent: Latent = { samples: { dims: [1, 4, 8, 8], data: new Float32Array(256) } }

/** @param left  the share of the second prompt on the left half, and the right one's */
async function drawn(shares: readonly [number, number], second: Conditioning, positive: Conditioning) {
  const mask = { dims: [1, 64, 64], data: Float32Array.from({ length: 4096 }, (_, i) => shares[i % 64 < 32 ? 0 : 1]) }
  const { regions: below } = await backgroundRegion.run({ conditioning: cat }, context)
  const { regions } = await defineRegion.run({ mask, conditioning: second, regions: below }, context)
  const { model: regional } = await attentionMask.run({ model, regions }, context)
  return sample(regional, positive)
}

async function sample(by: typeof model, positive: Conditioning): Promise<Float32Array> {
  const inputs = { positive, negative: none, latent_image: latent, seed: 1n, steps: 2, cfg: 3, denoise: 1 }
  const how = { sampler_name: 'euler', scheduler: 'normal' } as const
  return (await kSampler.run({ model: by, ...inputs, ...how }, context)).LATENT.samples.data
}

const distance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

test('a region over the whole picture draws its prompt, whatever prompt the sampler has', async () => {
  const [ofCat, ofDog] = [await sample(model, cat), await sample(model, dog)]
  expect(distance(ofCat, ofDog)).toBeGreaterThan(0.01)
  expect(distance(await drawn([1, 1], dog, cat), ofDog)).toBeLessThan(1e-4)
  expect(distance(await drawn([0, 0], dog, dog), ofCat)).toBeLessThan(1e-4)
  const half = await drawn([1, 0], dog, none)
  expect(distance(half, ofCat)).toBeGreaterThan(0.001)
  expect(distance(half, ofDog)).toBeGreaterThan(0.001)
})

test('the background is what the regions leave', async () => {
  const regions = [
    { mask: null, conditioning: cat },
    { mask: maskOf([1, 0.25, 0]), conditioning: dog },
  ]
  const { masks } = await listRegionMasks.run({ regions }, context)
  expect([masks.dims, [...masks.data]]).toEqual([
    [2, 1, 3],
    [0, 0.75, 1, 1, 0.25, 0],
  ])
})

test('one region alone, and masks of unequal size, are refused', () => {
  const [a, b] = [maskOf([1]), maskOf([1, 1])]
  expect(() => listRegionMasks.run({ regions: [{ mask: a, conditioning: cat }] }, context)).toThrow('at least two')
  const unequal = [a, b].map(mask => ({ mask, conditioning: cat }))
  expect(() => listRegionMasks.run({ regions: unequal }, context)).toThrow('different sizes')
})
