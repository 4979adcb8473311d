import { expect, test } from 'vitest'
import { Turns } from '../../../engine/runtime/turns.ts'

const later = () => new Promise<void>(resolve => setImmediate(resolve))

test('runs begin when those before them have ended, also where one failed', async () => {
  const turns = new Turns('Library')
  const seen: string[] = []
  const run = (name: string, fails = false) =>
    turns.take(async () => {
      seen.push(`${name} begins`)
      await later()
      seen.push(`${name} ends`)
      if (fails) throw new Error(name)
      return name
    })
  const results = await Promise.allSettled([run('a'), run('b', true), run('c')])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('a release waits for the last run and happens once; a run after it is refused', async () => {
  const turns = new Turns('Library')
  const seen: string[] = []
  void turns.take(async () => {
    await later()
    seen.push('run')
  })
  const release = () => void seen.push('release')
  await Promise.all([turns.end(release), turns.end(release)])
  await turns.end(release)
  expect(seen).toEqual(['run', 'release'])
  await expect(turns.take(async () => 1)).rejects.toThrow('Library: the session was released')
})
