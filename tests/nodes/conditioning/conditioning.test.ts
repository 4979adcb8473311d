import { expect, test } from 'vitest'
import type { EncodedPrompt } from '../../../engine/pipeline/types.ts'
import { type Tensor, tensor } from '../../../engine/tensor/tensor.ts'
import conditioningZeroOut from '../../../nodes/advanced/conditioning/conditioning-zero-out.ts'
import conditioningAverage from '../../../nodes/conditioning/conditioning-average.ts'
import conditioningCombine from '../../../nodes/conditioning/conditioning-combine.ts'
import conditioningConcat from '../../../nodes/conditioning/conditioning-concat.ts'
import { readGolden } from '../../goldens/read.ts'
import { testContext } from '../context.ts'

// Reference: ComfyUI 0.3.64's own nodes on the encodings of text_sd1.io, last layer, prompts 0 (77 tokens) and 5 (154).
const expected = readGolden('nets/conditioning_nodes.io.safetensors')
const encoded = readGolden('nets/text_sd1.io.safetensors')
const context = testContext()

const prompt = (i: number): EncodedPrompt => ({
  embedding: encoded.get(`-1.${i}.cond`)!,
  pooled: encoded.get(`-1.${i}.pooled`)!,
})

function expectClose(actual: Tensor | undefined, golden: string) {
  const { dims, data } = expected.get(golden)!
  expect(actual?.dims).toEqual(dims)
  expect(Math.max(...data.map((value, i) => Math.abs(value - actual!.data[i]!)))).toBeLessThan(1e-6)
}

const average = async (to: number, from: number, strength: number) => {
  const inputs = {
    conditioning_to: [prompt(to)],
    conditioning_from: [prompt(from)],
    conditioning_to_strength: strength,
  }
  return (await conditioningAverage.run(inputs, context)).CONDITIONING[0]!
}

test('a short prompt averaged with a long one keeps its length', async () => {
  const { embedding, pooled } = await average(0, 5, 0.3)
  expectClose(embedding, 'average.to0.from5.0.3')
  expectClose(pooled, 'average.to0.from5.0.3.pooled')
})

test('a long prompt averaged with a short one is averaged with zeros at its end', async () => {
  expectClose((await average(5, 0, 0.3)).embedding, 'average.to5.from0.0.3')
})

test('concat appends the tokens of the second to the first', async () => {
  const inputs = { conditioning_to: [prompt(0)], conditioning_from: [prompt(5)] }
  const [joined] = (await conditioningConcat.run(inputs, context)).CONDITIONING
  expectClose(joined?.embedding, 'concat.0_5')
  expect(joined?.pooled).toBe(inputs.conditioning_to[0]?.pooled)
})

test('zero out keeps only the shape', async () => {
  const [nothing] = (await conditioningZeroOut.run({ conditioning: [prompt(0)] }, context)).CONDITIONING
  expectClose(nothing?.embedding, 'zero.cond')
  expectClose(nothing?.pooled, 'zero.pooled')
})

test('combine keeps both prompts, in order', async () => {
  const [a, b] = [prompt(0), prompt(5)]
  const { CONDITIONING } = await conditioningCombine.run({ conditioning_1: [a], conditioning_2: [b] }, context)
  expect(CONDITIONING).toEqual([a, b])
})

test('prompts of models of different width are refused', async () => {
  const narrow = { embedding: tensor([1, 1, 2], Float32Array.of(1, 2)) }
  const wide = { embedding: tensor([1, 1, 3], Float32Array.of(1, 2, 3)) }
  const inputs = { conditioning_to: [narrow], conditioning_from: [wide] }
  expect(() => conditioningConcat.run(inputs, context)).toThrow('cannot be joined')
  expect(() => conditioningAverage.run({ ...inputs, conditioning_to_strength: 0.5 }, context)).toThrow(
    'Prompts of different models cannot be averaged',
  )
})
