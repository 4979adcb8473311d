import { expect, test } from 'vitest'
import { type BlockVector, blockWeights } from '../../../engine/lora/block-weights.ts'

/** The blocks of SD 1.x that have attention, one layer in each, and what is in no block. */
const attention = [
  ...[1, 2, 4, 5, 7, 8].map(n => `input_blocks.${n}.1.proj_in.weight`),
  'middle_block.1.proj_in.weight',
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11].map(n => `output_blocks.${n}.1.proj_in.weight`),
]
const keys = [...attention.toReversed(), 'time_embed.0.weight']
const plain = { inverse: false, seed: 0n, a: 4, b: 1 }
const of = (text: string, vector: Partial<BlockVector> = {}) => blockWeights(keys, { text, ...plain, ...vector })
/** Key → ratio. */
const ratios = (...how: Parameters<typeof of>) =>
  new Map(of(...how).parts.flatMap(({ keys, ratio }) => keys.map(key => [key, ratio] as const)))

const numbers = Array.from({ length: 17 }, (_, i) => i / 10)

test('17 numbers are the base and the sixteen blocks of SD 1.x with attention, in order', () => {
  const found = ratios(numbers.join())
  expect(attention.map(key => found.get(key))).toEqual(numbers.slice(1))
  expect(found.get('time_embed.0.weight')).toBe(0)
  expect(of(numbers.join()).populated).toEqual(numbers)
})

test('a preset’s name may come first, and inverse replaces each number x by 1 − x', () => {
  const found = ratios(`MINE:${numbers.join()}`, { inverse: true })
  expect(found.get('input_blocks.1.1.proj_in.weight')).toBeCloseTo(0.9)
  expect(found.get('time_embed.0.weight')).toBe(1)
})

test('blocks beyond the last number use the last number', () => {
  const found = ratios(Array(12).fill(0.5).with(11, 0.25).join())
  expect(attention.slice(10).map(key => found.get(key))).toEqual(Array(6).fill(0.25))
})

/** The first numbers of NumPy's generator with seed 0 are 0.5488135 and 0.71518937. */
test('letters stand for A and B, or for NumPy’s random numbers in the order of reading', () => {
  const { populated } = of(`1,R,U,A,a,B,b${',0'.repeat(10)}`)
  expect(populated.slice(0, 7)).toEqual([1, 1.65, 0.65, 4, 2, 1, 0.5])
})

test.each([
  ['1,2,3', 'found 3 numbers'],
  [`${'1,'.repeat(16)}one`, '“one”'],
  ['SD-ALL', '“SD-ALL”'],
])('%s is not a vector', (text, got) => {
  expect(() => of(text)).toThrow(`Block weights must be 12 or more numbers separated by commas`)
  expect(() => of(text)).toThrow(got)
})
