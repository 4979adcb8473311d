import { expect, test } from 'vitest'
import { affordable } from '../../../engine/tensor/affordable.ts'

test('an array that fits is let through, one that does not is refused before it is made', () => {
  const dims = [4, 4, 1024, 1024]
  expect(affordable(dims, 'Four', () => 67_108_864)).toBe(dims)
  expect(() => affordable(dims, 'Four', () => 67_108_863)).toThrow(
    'Four would take 68 MB of memory, and at most 68 MB can be used for it. Choose a smaller size or fewer at once.',
  )
  expect(() => affordable(dims, undefined, () => -1)).toThrow(
    'A batch of 4 would take 68 MB of memory, and at most 0 MB',
  )
})

test('for a small array the system is not asked', () => {
  expect(affordable([1000, 1000], 'Small', () => expect.fail('asked'))).toEqual([1000, 1000])
})
