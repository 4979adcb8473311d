import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNotices } from '../../../renderer/studio/notices.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const messages = ({ store }: ReturnType<typeof createNotices>) => store.getState().notices.map(({ message }) => message)

test('notices go by themselves, errors last', () => {
  const notices = createNotices()
  for (const tone of ['info', 'good', 'warn', 'bad'] as const) notices.report(tone, tone)
  vi.advanceTimersByTime(5_000)
  expect(messages(notices)).toEqual(['warn', 'bad'])
  vi.advanceTimersByTime(7_000)
  expect(messages(notices)).toEqual(['bad'])
  vi.advanceTimersByTime(3_000)
  expect(messages(notices)).toEqual([])
})

test('notices stay while the pointer or the focus is on them', () => {
  const notices = createNotices()
  notices.report('info', 'a')
  notices.hold(true)
  notices.report('good', 'b')
  vi.advanceTimersByTime(60_000)
  expect(messages(notices)).toEqual(['a', 'b'])
  notices.hold(false)
  vi.advanceTimersByTime(2_000)
  notices.dismiss(notices.store.getState().notices[0]!.id)
  expect(messages(notices)).toEqual(['b'])
  vi.advanceTimersByTime(1_000)
  expect(messages(notices)).toEqual([])
})

test('the same sentence is shown once, as the newest', () => {
  const notices = createNotices()
  for (const message of ['a', 'b', 'a']) notices.report('bad', message)
  expect(messages(notices)).toEqual(['b', 'a'])
})

test('no more than five are shown', () => {
  const notices = createNotices()
  for (const message of 'abcdefg') notices.report('bad', message)
  expect(messages(notices)).toEqual(['c', 'd', 'e', 'f', 'g'])
})
