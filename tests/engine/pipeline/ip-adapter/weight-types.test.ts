import { expect, test } from 'vitest'
import { layerWeights, swappedAt, type WeightType } from '../../../../engine/pipeline/ip-adapter/weight-types.ts'

const sd1 = { count: 16, before: 6 }
const sdxl = { count: 11, before: 4 }
const of = (type: WeightType, all: typeof sd1, weight = 1, composition = weight) =>
  layerWeights({ type, weight, composition }, all)
/** The transformers that count, with their weights. */
const counted = (weights: readonly number[]) =>
  Object.fromEntries([...weights.entries()].filter(([, weight]) => weight !== 0))

test('ease types go in a line from one end of the network to the other', () => {
  expect(of('ease in', sd1)[0]).toBe(1)
  expect(of('ease in', sd1)[8]).toBeCloseTo(0.525, 12)
  expect(of('ease out', sdxl)[0]).toBe(0.05)
  expect(of('ease out', sdxl, 2)[10]).toBeCloseTo(2 * (0.05 + 0.95 * (10 / 11)), 12)
  expect(of('ease in-out', sd1)[8]).toBe(1)
  expect(of('ease in-out', sdxl)[3]).toBeCloseTo(0.05 + 0.95 * (1 - 2.5 / 5.5), 12)
  expect(of('reverse in-out', sd1)[0]).toBe(1)
  expect(of('reverse in-out', sd1)[8]).toBe(0.05)
})

test('weak and strong types are a fifth in one part of the network, or outside of the middle', () => {
  const part = (type: WeightType) => [5, 6, 7].map(t => of(type, sd1)[t])
  expect(part('weak input')).toEqual([0.2, 1, 1])
  expect(part('weak middle')).toEqual([1, 0.2, 1])
  expect(part('weak output')).toEqual([1, 1, 0.2])
  expect(part('strong middle')).toEqual([0.2, 1, 0.2])
  expect([3, 4, 5].map(t => of('strong middle', sdxl)[t])).toEqual([0.2, 1, 0.2])
})

test('style and composition count at a few transformers', () => {
  expect(counted(of('style transfer', sdxl, 0.8))).toEqual({ 6: 0.8 })
  expect(counted(of('composition', sdxl, 0.8))).toEqual({ 3: 0.8 })
  expect(counted(of('composition', sd1, 0.8))).toEqual({ 4: 0.2, 5: 0.8 })
  expect(Object.keys(counted(of('style transfer', sd1)))).toEqual('0 1 2 3 9 10 11 12 13 14 15'.split(' '))
  expect(Object.keys(counted(of('strong style transfer', sd1)))).toEqual('0 1 2 3 6 7 8 9 10 11 12 13 14 15'.split(' '))
  expect(counted(of('style and composition', sdxl, 0.8, 0.5))).toEqual({ 3: 0.5, 6: 0.8 })
  expect(of('strong style and composition', sd1, 0.8, 0.5)[4]).toBe(0.5)
})

test('the precise types avoid the picture where the other one counts', () => {
  expect(counted(of('style transfer precise', sdxl, 1, 0.5))).toEqual({ 3: 0.5, 6: 1 })
  expect(swappedAt('style transfer precise', 11)).toEqual([3])
  expect(of('composition precise', sdxl, 0.5, 1)[3]).toBe(1)
  expect(of('composition precise', sdxl, 0.5, 1)[6]).toBe(0.5)
  expect(of('composition precise', sdxl, 0.5, 1)[0]).toBe(0.05)
  expect(of('composition precise', sd1, 1)[4]).toBe(0.25)
  expect(swappedAt('composition precise', 16)).not.toContain(5)
  expect(swappedAt('linear', 16)).toEqual([])
})
