import { expect, test } from 'vitest'
import type { RunRecord } from '../../../../runtime/contract/answers.ts'
import { openStudio } from '../../open-studio.ts'

const records = (from: number, to: number) =>
  Array.from({ length: from - to }, (_, i) => ({ id: String(from - i) }) as RunRecord)

/** A history of as many runs, numbered from the oldest. */
function openHistory(count: number) {
  const { studio, asked } = openStudio({
    'history:list': ({ limit, before }) => {
      const from = before === undefined ? count : Number(before) - 1
      return records(from, Math.max(0, from - limit))
    },
  })
  const ids = () => studio.history.store.getState().records.map(({ id }) => id)
  return { history: studio.history, asked, ids }
}

test('looking back asks for a page at a time, from the oldest that is known', async () => {
  const { history, ids } = openHistory(50)
  await history.loadMore()
  expect([ids().length, ids()[0], history.store.getState().hasMore]).toEqual([40, '50', true])
  await history.loadMore()
  expect([ids().length, ids().at(-1), history.store.getState().hasMore]).toEqual([50, '1', false])
})

test('a run that ends comes first, and is there once', async () => {
  const { history, ids } = openHistory(3)
  await history.loadMore()
  history.add({ id: '4' } as RunRecord)
  history.add({ id: '2' } as RunRecord)
  expect(ids()).toEqual(['2', '4', '3', '1'])
})

test('runs are forgotten in the program too, one by one or all', async () => {
  const { history, asked, ids } = openHistory(3)
  await history.loadMore()
  await history.forget(['2'])
  expect(ids()).toEqual(['3', '1'])
  await history.clear()
  expect(ids()).toEqual([])
  expect(history.store.getState().hasMore).toBe(false)
  expect(
    asked.filter(({ channel }) => /forget|clear/.test(channel)).map(({ channel, args }) => [channel, ...args]),
  ).toEqual([['history:forget', ['2']], ['history:clear']])
})
