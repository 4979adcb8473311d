import { describe, expect, test } from 'vitest'
import type { EncodedPrompt } from '../../../../engine/pipeline/types.ts'
import { blend } from '../../../../engine/pipeline/unet/blend.ts'
import { withCounterparts } from '../../../../engine/pipeline/unet/prompt-pairs.ts'
import { type PlacedPrompt, placePrompt, withDefaults } from '../../../../engine/pipeline/unet/prompt-place.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { type Tensor, tensor, zeros } from '../../../../engine/tensor/tensor.ts'

const sampling = modelSampling({ prediction: 'eps', timesteps: 'full', zsnr: false })
const dims = [1, 4, 16, 16]
const embedding = zeros([1, 77, 8])
const place = (prompt: Partial<EncodedPrompt>) => placePrompt({ embedding, ...prompt }, dims, sampling)
const filled = (shape: readonly number[], value: number): Tensor => tensor(shape, zeros(shape).data.fill(value))

describe('a prompt in an area', () => {
  test('stays inside the picture', () => {
    const { area } = place({ area: { unit: 'pixels', height: 20, width: 8, y: 4, x: 12 } })
    expect(area).toEqual({ y: 4, x: 12, height: 12, width: 4 })
  })

  test('fades towards edges that are not the picture’s own', () => {
    const { weight } = place({ area: { unit: 'pixels', height: 16, width: 8, y: 0, x: 8 }, strength: 2 })
    expect([...(weight as Tensor).data.slice(0, 8)]).toEqual([1, 2, 2, 2, 2, 2, 2, 2])
  })

  test('may be given in shares, of which one pixel always remains', () => {
    const { area } = place({ area: { unit: 'shares', height: 0.001, width: 0.5, y: 0.5, x: 0.25 } })
    expect(area).toEqual({ y: 8, x: 4, height: 1, width: 8 })
  })

  test('is compared with the negative prompt in the same area', () => {
    const negative = place({ embedding: filled([1, 77, 8], 3) })
    const positive = place({ area: { unit: 'pixels', height: 8, width: 8, y: 0, x: 0 }, strength: 0.5 })
    const [whole, part] = withCounterparts([negative], [positive])
    expect(whole).toBe(negative)
    expect(part!.area).toEqual(positive.area)
    expect(part!.weight).toEqual(positive.weight)
    expect(part!.prompt.embedding.data[0]).toBe(3)
  })
})

describe('a prompt under a mask', () => {
  const corner = zeros([1, 16, 16])
  corner.data.fill(1, 0, 4)

  test('counts where the mask is white', () => {
    const { weight, area } = place({ mask: { mask: corner, strength: 0.5, boundsOnly: false } })
    expect(area).toBeUndefined()
    expect([...(weight as Tensor).data.slice(0, 6)]).toEqual([0.5, 0.5, 0.5, 0.5, 0, 0])
  })

  test('may be evaluated in the rectangle around the mask only, of at least 8 by 8', () => {
    const { area } = place({ mask: { mask: corner, strength: 1, boundsOnly: true } })
    expect(area).toEqual({ y: 0, x: 0, height: 8, width: 8 })
  })

  test('takes a mask of another size', () => {
    const { weight } = place({ mask: { mask: filled([1, 32, 8], 1), strength: 1, boundsOnly: false } })
    expect((weight as Tensor).dims).toEqual([1, 1, 16, 16])
  })
})

test('the noise levels between which a prompt counts are those of its share of the timesteps', () => {
  const { sigmas } = place({ range: { start: 0.5, end: 1 } })
  expect(sigmas.from).toBeCloseTo(1.61558, 4)
  expect(sigmas.to).toBe(0)
  expect(place({}).sigmas.from).toBeGreaterThan(1e8)
})

test('predictions are averaged with weights for each pixel', () => {
  const [strong, weak] = [place({ strength: 3 }), place({ strength: 1 })]
  const answers = [
    { placed: strong, denoised: filled(dims, 1) },
    { placed: weak, denoised: filled(dims, 5) },
  ]
  expect(blend(answers, dims).data[7]).toBeCloseTo(2, 6)
})

test('the result is 0 where no prompt counts', () => {
  expect([...blend([], dims).data.slice(0, 3)]).toEqual([0, 0, 0])
})

describe('a default prompt', () => {
  const placed = (weight: PlacedPrompt['weight'], isDefault = false): PlacedPrompt => ({
    prompt: { embedding, isDefault },
    weight,
    sigmas: { from: 1, to: 0 },
  })
  const weightsBeside = (other: PlacedPrompt) => {
    const [, { weight }] = withDefaults([other, placed(1, true)], [1, 4, 2, 2]) as [PlacedPrompt, PlacedPrompt]
    return [...(weight as Tensor).data]
  }

  test('counts where the others leave something over', () => {
    expect(weightsBeside(placed(tensor([1, 1, 2, 2], Float32Array.of(1, 0.25, 0, 2))))).toEqual([0, 0.75, 1, 0])
  })

  test('counts outside the areas of the others', () => {
    const corner = { ...placed(filled([1, 1, 1, 1], 0.5)), area: { y: 1, x: 0, height: 1, width: 1 } }
    expect(weightsBeside(corner)).toEqual([1, 1, 0.5, 1])
  })

  test('is not evaluated where the others leave nothing over', () => {
    const all = [placed(1), placed(1, true)]
    expect(withDefaults(all, [1, 4, 2, 2])).toEqual(all.slice(0, 1))
  })
})
