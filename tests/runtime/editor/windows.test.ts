import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Elsewhere } from '../../../runtime/contract/answers.ts'
import { createWindows, type EditorWindow } from '../../../runtime/editor/windows.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Two windows, the first with the documents a and b, and what each is told. */
function twoWindows(onHandover: (id: string, windows: ReturnType<typeof createWindows>) => void = () => {}) {
  const windows = createWindows([
    { id: 'a', title: 'A' },
    { id: 'b', title: 'B' },
  ])
  const told: string[] = []
  const open = (name: string): EditorWindow =>
    windows.open((event, data) => {
      const ids = event === 'elsewhere' ? (data as readonly Elsewhere[]).map(({ id }) => id) : [data]
      told.push(`${name} ${event} ${ids.join(' ')}`.trim())
      if (event === 'handover') onHandover(String(data), windows)
    })
  const [first, second] = [open('first'), open('second')]
  windows.begin(first)
  windows.begin(second)
  told.length = 0
  return { windows, first, second, told, owner: (id: string) => windows.ownership.ownerOf(id) }
}

test('a document changes hands as soon as its window has let go of it', async () => {
  const { windows, second, told, owner } = twoWindows((id, windows) => windows.handovers.release(id))
  await windows.handovers.take('a', second)
  expect(owner('a')).toBe(second)
  expect(told).toEqual(['first handover a', 'first elsewhere a', 'second elsewhere b'])
})

test('a window that does not answer loses the document after two seconds', async () => {
  const { windows, first, second, owner } = twoWindows()
  const taken = windows.handovers.take('a', second)
  await vi.advanceTimersByTimeAsync(1999)
  expect(owner('a')).toBe(first)
  await vi.advanceTimersByTimeAsync(1)
  await taken
  expect(owner('a')).toBe(second)
})

test('a window that is closed meanwhile is not waited for', async () => {
  const { windows, first, second, told, owner } = twoWindows()
  const taken = windows.handovers.take('a', second)
  await vi.advanceTimersByTimeAsync(0)
  windows.close(first)
  await taken
  expect([owner('a'), owner('b')]).toEqual([second, null])
  expect(told.at(-1)).toBe('second elsewhere b')
})

test('a document does not go to a window that was closed meanwhile', async () => {
  const { windows, second, owner } = twoWindows()
  const taken = windows.handovers.take('a', second)
  windows.close(second)
  await vi.advanceTimersByTimeAsync(2000)
  await taken
  expect(owner('a')).not.toBe(second)
})

test('two windows that take one document get it one after the other', async () => {
  const { windows, first, second, owner } = twoWindows((id, windows) => windows.handovers.release(id))
  await Promise.all([windows.handovers.take('a', second), windows.handovers.take('a', first)])
  expect(owner('a')).toBe(first)
})

test('a window that has not begun yet is not told what it lacks', () => {
  const { windows, first, told } = twoWindows()
  windows.open(event => told.push(`new ${event}`))
  windows.close(first)
  expect(told).toEqual(['second elsewhere a b'])
})
