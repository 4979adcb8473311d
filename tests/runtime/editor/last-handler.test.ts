import { expect, test } from 'vitest'
import { lastHandler } from '../../../runtime/editor/last-handler.ts'

function open() {
  const done: string[] = []
  let time = 0
  const handle = lastHandler(
    {
      send: (event, data) => void done.push(`${event}: ${String(data)}`),
      close: async () => void done.push('close'),
    },
    {
      now: () => time,
      write: text => void done.push(text.split('\n')[0]!),
      exit: code => void done.push(`exit ${code}`),
    },
  )
  return {
    done,
    fail(after: number) {
      time += after
      handle(new Error('no room'))
    },
  }
}

test('an error that nothing caught is written with its stack and told to the windows, and the program goes on', () => {
  const { done, fail } = open()
  fail(0)
  expect(done).toEqual([
    'Leapgraph has a fault: Error: no room',
    expect.stringContaining('problem: Leapgraph has a fault (no room). Your work is saved.'),
  ])
})

test('a program that fails again and again closes its editor and ends', async () => {
  const { done, fail } = open()
  for (let count = 0; count < 10; count++) fail(5000)
  await expect.poll(() => done.slice(-2)).toEqual(['close', 'exit 1'])
})

test('errors that are a long time apart do not end it', async () => {
  const { done, fail } = open()
  for (let count = 0; count < 30; count++) fail(10_000)
  expect(done).not.toContain('close')
})
