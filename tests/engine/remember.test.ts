import { expect, test, vi } from 'vitest'
import { remember } from '../../engine/remember.ts'

test('a result is made once for each key, also when two ask for it at the same time', async () => {
  const kept = remember<string, number>(4)
  const make = vi.fn(async () => 7)
  expect(await Promise.all([kept('a', make), kept('a', make)])).toEqual([7, 7])
  expect(await kept('a', make)).toBe(7)
  expect(make).toHaveBeenCalledTimes(1)
})

test('a result that failed is made again', async () => {
  const kept = remember<string, number>(4)
  await expect(kept('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  expect(await kept('a', async () => 7)).toBe(7)
})

test('beyond the limit the result that was asked for longest ago is forgotten', async () => {
  const kept = remember<string, string>(2)
  const make = vi.fn(async () => 'made')
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await kept(key, make)
  expect(make).toHaveBeenCalledTimes(4)
})
