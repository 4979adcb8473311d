import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createQueue } from '../../runtime/queue.ts'

test('jobs run one at a time, in the order they were added, also after one that fails', async () => {
  const queue = createQueue()
  const seen: string[] = []
  const job = (name: string) => async () => {
    seen.push(`${name} begins`)
    await turn()
    seen.push(`${name} ends`)
    if (name === 'a') throw new Error('a is broken')
    return name
  }
  const [a, b] = [queue.add(job('a')), queue.add(job('b'))]
  expect(queue.length).toBe(2)
  await expect(a.done).rejects.toThrow('a is broken')
  expect(await b.done).toBe('b')
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  expect(queue.length).toBe(0)
})

test('a job cancelled while it waits never begins', async () => {
  const queue = createQueue()
  let began = false
  const first = queue.add(() => turn())
  const second = queue.add(async () => {
    began = true
  })
  second.cancel()
  await first.done
  await expect(second.done).rejects.toMatchObject({ name: 'AbortError' })
  expect(began).toBe(false)
})

test('clearing tells the running job through its signal and drops the others', async () => {
  const queue = createQueue()
  const running = queue.add(async signal => {
    while (!signal.aborted) await turn()
    return 'stopped'
  })
  const waiting = queue.add(async () => 'never')
  waiting.done.catch(() => {})
  await turn()
  queue.clear()
  expect(await running.done).toBe('stopped')
  await expect(waiting.done).rejects.toMatchObject({ name: 'AbortError' })
})
