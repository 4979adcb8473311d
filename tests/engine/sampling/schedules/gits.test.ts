import { expect, test } from 'vitest'
import { gits } from '../../../../engine/sampling/schedules/gits.ts'
import gitsScheduler from '../../../../nodes/sampling/custom/schedulers/gits-scheduler.ts'
import { testContext } from '../../../nodes/context.ts'

const levels = (steps: number, denoise?: number) => [...gits(steps, denoise)].map(level => Number(level.toFixed(4)))

test('up to 20 steps the levels are those that were optimised for that many', () => {
  expect(levels(2)).toEqual([14.6146, 0.8033, 0])
  expect(levels(5)).toEqual([14.6146, 2.8448, 1.2415, 0.5952, 0.2505, 0])
  for (let steps = 2; steps <= 20; steps++) {
    const found = levels(steps)
    expect(found).toHaveLength(steps + 1)
    expect(found).toEqual(found.toSorted((a, b) => b - a))
  }
})

test('beyond 20 steps ln σ is interpolated', () => {
  const [table, found] = [levels(20), levels(40)]
  expect(found).toHaveLength(41)
  expect(found.filter((_, i) => i % 2 === 0)).toEqual(table)
  expect(found[1]).toBeCloseTo(Math.sqrt(table[0]! * table[1]!), 3)
})

test('with a denoise below 1 the last steps are left', () => {
  expect(levels(5, 0.4)).toEqual([0.5952, 0.2505, 0])
  expect(levels(5, 0)).toEqual([])
})

test('other coefficients are refused', async () => {
  await expect(gitsScheduler.run({ coeff: 1.3, steps: 5, denoise: 1 }, testContext())).rejects.toThrow('coeff 1.2 only')
})
