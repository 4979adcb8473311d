import { expect, test } from 'vitest'
import { type ExpertMap, mapAfter, meanShares, rowsOf, sharesInWords } from '../../../renderer/experts/expert-map.ts'

const layers = [
  'input_blocks.1.1.transformer_blocks.0.attn1.to_q',
  'input_blocks.1.1.transformer_blocks.1.ff',
  'output_blocks.3.1.transformer_blocks.0.attn1.to_q',
]
const report = (step: number, ...shares: number[][]) => ({
  kind: 'experts' as const,
  node: '5',
  step,
  of: 30,
  names: ['cat', 'house'],
  layers,
  shares,
})
const mapOf = (...reports: ReturnType<typeof report>[]): ExpertMap =>
  reports.reduce<ExpertMap | undefined>((map, event) => mapAfter(map, event), undefined)!

test('a map has a row for each block, with the mean of its layers, and a column for each step', () => {
  const map = mapOf(report(1, [1, 0], [0, 1], [1, 0]), report(2, [1, 0], [1, 0], [0.25, 0.75]))
  expect(rowsOf(map, 'blocks')).toEqual([
    {
      label: 'In 1',
      cells: [
        [0.5, 0.5],
        [1, 0],
      ],
    },
    {
      label: 'Out 3',
      cells: [
        [1, 0],
        [0.25, 0.75],
      ],
    },
  ])
  expect(meanShares(map)).toEqual([4.25 / 6, 1.75 / 6])
})

test('rows by layer name the layer, and the block of a deep transformer', () => {
  const map = mapOf(report(1, [1, 0], [0, 1], [1, 0]))
  expect(rowsOf(map, 'layers').map(({ label }) => label)).toEqual(['In 1 attn1.to_q', 'In 1 1.ff', 'Out 3 attn1.to_q'])
})

test('a step that is reported twice shows its last evaluation, and a new run begins again', () => {
  const once = [
    [1, 0],
    [1, 0],
    [1, 0],
  ]
  const again = [
    [0, 1],
    [0, 1],
    [0, 1],
  ]
  expect(mapOf(report(1, ...once), report(2, ...once), report(2, ...again)).steps).toEqual([
    { step: 1, shares: once },
    { step: 2, shares: again },
  ])
  expect(mapOf(report(1, ...once), report(2, ...once), report(1, ...again)).steps).toEqual([{ step: 1, shares: again }])
})

test('a long run keeps as many steps as there is room for, from its first to its last', () => {
  const map = mapOf(...Array.from({ length: 100 }, (_, i) => report(i + 1, [1, 0], [1, 0], [1, 0])))
  expect(map.steps.length).toBeLessThanOrEqual(25)
  expect([map.steps[0]!.step, map.steps.at(-1)!.step]).toEqual([1, 100])
})

test('shares are read out with the largest first', () => {
  expect(sharesInWords([0.38, 0.62, 0], ['cat', 'house', 'car'])).toBe('house 62 %, cat 38 %')
})
