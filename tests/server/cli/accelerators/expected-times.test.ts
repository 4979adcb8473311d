import { expect, test } from 'vitest'
import { evaluationsOf, expectedTimes } from '../../../../server/cli/accelerators/expected-times.ts'

const node = (inputs: Record<string, number>) => ({ class_type: 'KSampler', inputs })

test('a UNet runs once for each step, and twice with guidance', () => {
  expect(evaluationsOf({ 1: node({ steps: 20, cfg: 3 }) })).toBe(40)
  expect(evaluationsOf({ 1: node({ steps: 4, cfg: 1 }) })).toBe(4)
  // The steps of a refiner are counted from where they begin.
  const half = { steps: 25, cfg: 1, start_at_step: 20, end_at_step: 10_000 }
  expect(evaluationsOf({ 1: node({ steps: 25, cfg: 1, start_at_step: 0, end_at_step: 20 }), 2: node(half) })).toBe(25)
  expect(evaluationsOf({})).toBe(1)
})

test('shipped workflows have expected times, which fall with the speed of the machine', async () => {
  const [slow, fast] = [await expectedTimes(1e10), await expectedTimes(1e12)]
  const secondsOf = (lines: readonly string[]) =>
    new Map(lines.map(line => [line.split(' ')[0]!, Number.parseFloat(line.split(' ')[1]!)]))
  const [before, after] = [secondsOf(slow), secondsOf(fast)]
  expect(before.get('hyper-sd-1-step.json')).toBeCloseTo(2.6, 1)
  for (const [name, seconds] of before) expect(after.get(name), name).toBeLessThan(seconds)
  expect([...before.keys()]).not.toContain('compare-steps-eta.json')
})
