import { expect, test } from 'vitest'
import { enhanced, partsOf } from '../../../engine/pipeline/ip-adapter/enhance.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import combineParams from '../../../nodes/packs/ipadapter/params/ip-adapter-combine-params.ts'
import regional from '../../../nodes/packs/ipadapter/params/ip-adapter-regional-conditioning.ts'
import combineWeights from '../../../nodes/packs/ipadapter/weights/ip-adapter-combine-weights.ts'
import promptSchedule from '../../../nodes/packs/ipadapter/weights/ip-adapter-prompt-schedule-from-weights-strategy.ts'
import weightsNode from '../../../nodes/packs/ipadapter/weights/ip-adapter-weights.ts'
import fromStrategy from '../../../nodes/packs/ipadapter/weights/ip-adapter-weights-from-strategy.ts'
import { testContext } from '../context.ts'

const context = testContext()
/** Pictures of one pixel whose value is their number. */
const pictures = (count: number) =>
  tensor(
    [count, 1, 1, 1],
    Float32Array.from({ length: count }, (_, i) => i),
  )
const usual = {
  weights: '1.0, 0.0',
  timing: 'linear',
  frames: 3,
  start_frame: 0,
  end_frame: 9999,
  add_starting_frames: 0,
  add_ending_frames: 0,
  method: 'full batch',
  image: undefined,
} as const
const made = async (changes: Partial<Parameters<typeof weightsNode.run>[0]> = {}) =>
  weightsNode.run({ ...usual, ...changes }, context)
const rounded = (values: readonly number[]) => values.map(value => Number(value.toFixed(4)))

test.each([
  ['linear', [3, 1.5, 0]],
  ['ease_in_out', [3, 1.5, 0]],
  ['ease_in', [3, 0.8787, 0]],
  ['ease_out', [3, 2.1213, 0]],
] as const)('weights go from the first to the last: %s', async (timing, expected) => {
  const { weights, weights_invert, total_frames, image_1 } = await made({ timing, weights: '3.0, 0.0' })
  expect(rounded(weights)).toEqual(expected)
  expect(rounded(weights_invert)).toEqual(expected.toReversed())
  expect([total_frames, image_1]).toEqual([3, undefined])
})

test('custom weights are taken as they are; the change may begin later and end earlier', async () => {
  expect((await made({ timing: 'custom', weights: '0.2,\n0.7, ' })).weights).toEqual([0.2, 0.7])
  expect((await made({ frames: 6, start_frame: 2, end_frame: 5 })).weights).toEqual([1, 1, 1, 0.5, 0, 0])
  const random = await made({ timing: 'random', frames: 4 })
  expect(random.weights.every(weight => weight >= 0 && weight <= 1)).toBe(true)
  expect(await made({ timing: 'random', frames: 4 })).toEqual(random)
  await expect(made({ weights: '1, much' })).rejects.toThrow('weights: expected numbers as in 1.0, 0.0, got "much".')
})

test('pictures are repeated for their images, and fade into each other by the method', async () => {
  const full = await made({ image: pictures(2), add_starting_frames: 1, add_ending_frames: 2 })
  expect([...full.image_1!.data]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1])
  expect(full.weights).toEqual([1, 1, 0.5, 0, 1, 0.5, 0, 0, 0])
  const shift = await made({ frames: 2, image: pictures(3), method: 'shift batches' })
  expect([...shift.image_1!.data]).toEqual([0, 0, 1, 1])
  expect([...shift.image_2!.data]).toEqual([1, 1, 2, 2])
  const odd = await made({ frames: 2, image: pictures(3), method: 'alternate batches' })
  expect([...odd.image_1!.data]).toEqual([0, 0, 2, 2])
  expect([...odd.image_2!.data]).toEqual([1, 1, 1, 1])
  expect(odd.weights).toEqual([1, 0, 0, 1])
  const even = await made({ frames: 2, image: pictures(4), method: 'alternate batches' })
  expect([...even.image_1!.data]).toEqual([0, 0, 2, 2, 2, 2])
  expect([...even.image_2!.data]).toEqual([1, 1, 1, 1, 3, 3])
  expect(even.weights).toEqual([1, 0, 0, 1, 1, 0])
  await expect(made({ image: pictures(1), method: 'shift batches' })).rejects.toThrow('connect two pictures or more')
})

test('a strategy makes the same weights for other pictures, and a schedule of prompts', async () => {
  const { weights_strategy } = await made({
    frames: 2,
    image: pictures(3),
    add_starting_frames: 4,
    add_ending_frames: 1,
  })
  expect((await fromStrategy.run({ weights_strategy, image: pictures(1) }, context)).weights).toEqual([
    ...[1, 1, 1, 1],
    ...[1, 0, 0],
  ])
  const { prompt_schedule } = await promptSchedule.run({ weights_strategy, prompt: 'a cat\n\na dog' }, context)
  expect(prompt_schedule).toBe('"0": "a cat",\n"4": "a cat",\n"6": "a dog",\n"8": "a dog",\n"10": "a dog",\n')
  expect(await combineWeights.run({ weights_1: [0.1, 0.2], weights_2: 0.5 }, context)).toEqual({
    weights: [0.1, 0.2, 0.5],
    count: 3,
  })
})

test('a region limits its prompts to its mask, and several are put together', async () => {
  const mask = tensor([1, 1, 1], Float32Array.of(1))
  const prompts = [{ embedding: tensor([1, 1, 1], Float32Array.of(0)) }]
  const asked = { image: pictures(1), image_weight: 0.8, prompt_weight: 0.5, weight_type: 'linear' } as const
  const range = { start_at: 0, end_at: 0.5 }
  const region = await regional.run({ ...asked, ...range, mask, positive: prompts, negative: undefined }, context)
  expect(region.POSITIVE).toEqual([{ ...prompts[0], mask: { mask, strength: 0.5, boundsOnly: false } }])
  expect(region.NEGATIVE).toBeUndefined()
  const one = region.IPADAPTER_PARAMS
  expect(one).toMatchObject([{ mask, weight: 0.8, type: 'linear', range: { start: 0, end: 0.5 } }])
  const none = { params_3: undefined, params_4: undefined, params_5: undefined }
  expect((await combineParams.run({ params_1: one, params_2: one, ...none }, context)).IPADAPTER_PARAMS).toHaveLength(2)
})

test('the parts of a picture lie side by side, each four values averaged, behind the mean of the first tokens', () => {
  const picture = tensor([1, 2, 3, 1], Float32Array.of(0, 1, 2, 3, 4, 5))
  const parts = partsOf(picture, 2)
  expect([parts.dims, [...parts.data]]).toEqual([
    [4, 1, 1, 1],
    [0, 1, 3, 4],
  ])
  // Four parts of a token for all and 2×2 others.
  const seen = tensor([4, 5, 1], Float32Array.from([8, 1, 1, 1, 1, 4, 2, 2, 2, 2, 0, 3, 3, 3, 3, 0, 4, 4, 4, 8]))
  const whole = tensor([1, 5, 1], new Float32Array(5).fill(10))
  const both = enhanced(whole, seen, { tiles: 2, ratio: 0.5 })
  expect([both.dims, [...both.data]]).toEqual([
    [2, 5, 1],
    [5, 5, 5, 5, 5, 3, 1, 2, 3, 5],
  ])
  const two = tensor([2, 5, 1], new Float32Array(10).fill(10))
  const twice = tensor([8, 5, 1], Float32Array.from([...seen.data, ...seen.data]))
  expect([...enhanced(two, twice, { tiles: 2, ratio: 0.75 }).data.subarray(0, 5)]).toEqual([8.25, 7.75, 8, 8.25, 8.75])
  const vector = tensor([4, 3], new Float32Array(12))
  expect(() => enhanced(tensor([1, 3], new Float32Array(3)), vector, { tiles: 2, ratio: 1 })).toThrow('not a square')
})
