import { expect, test } from 'vitest'
import { linesWith, textOfLog, withNew } from '../../../../renderer/panels/runs/log-lines.ts'

const line = (number: number, text = `line ${number}`, level: 'info' | 'error' = 'info') => ({
  number,
  time: Date.UTC(2026, 0, 2, 3, 4, 5),
  level,
  text,
})

test('new lines follow the old ones, each once, and the oldest are left out', () => {
  expect(withNew([line(1), line(2)], [line(2), line(3)])).toEqual([line(1), line(2), line(3)])
  const many = Array.from({ length: 2000 }, (_, i) => line(i + 1))
  expect(withNew(many, [line(2001)])).toEqual([...many.slice(1), line(2001)])
})

test('lines are found by their words and by their level, and copied with their time', () => {
  const lines = [line(1, 'a model'), line(2, 'it failed', 'error')]
  expect(linesWith(lines, ' MODEL ')).toEqual([lines[0]])
  expect(linesWith(lines, 'error')).toEqual([lines[1]])
  expect(linesWith(lines, '')).toBe(lines)
  expect(textOfLog(lines)).toBe('2026-01-02T03:04:05.000Z info  a model\n2026-01-02T03:04:05.000Z error it failed\n')
})
