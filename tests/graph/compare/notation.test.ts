import { expect, test } from 'vitest'
import { readAxis, readRange, writeAxis, writeValues } from '../../../graph/compare/notation.ts'

const texts = (axis: string) => readAxis(axis)?.values.map(({ text }) => text)

test.each([
  ['7.steps = 1, 2, 4', '7', 'steps', ['1', '2', '4']],
  ['7 (KSampler).steps=1,2', '7', 'steps', ['1', '2']],
  ['12:5.cfg = 1', '12:5', 'cfg', ['1']],
  ['  What to draw . text = a fox', 'What to draw', 'text', ['a fox']],
  ['7.steps = 1, 2,', '7', 'steps', ['1', '2']],
  ['7.steps =', '7', 'steps', []],
])('%s', (axis, node, widget, values) => {
  expect(readAxis(axis)).toMatchObject({ node, widget })
  expect(texts(axis)).toEqual(values)
})

test('quotes keep commas, quotes and line breaks inside a value', () => {
  expect(texts(String.raw`4.text = "a fox, red", "a \"fox\"", plain, "two\nlines", ""`)).toEqual([
    'a fox, red',
    'a "fox"',
    'plain',
    'two\nlines',
    '',
  ])
})

test.each(['', 'steps', '7.steps', '= 1, 2', '7 steps = 1'])('"%s" is not an axis', text => {
  expect(readAxis(text)).toBeNull()
})

test.each([
  ['0 … 1 in 5', { from: 0, to: 1, count: 5 }],
  ['1..8', { from: 1, to: 8 }],
  ['1 ... 3 by 0.5', { from: 1, to: 3, by: 0.5 }],
  ['-1 … 1 in 3', { from: -1, to: 1, count: 3 }],
])('%s is a range', (text, range) => {
  expect(readRange({ text, quoted: false })).toEqual(range)
})

test('a quoted range is a text, and a file name with dots is not a range', () => {
  expect(readRange({ text: '1 … 8', quoted: true })).toBeNull()
  expect(readRange({ text: 'model..v2', quoted: false })).toBeNull()
})

test('what is written is read again, whatever the title and the values hold', () => {
  const values = ['a, b', '"x"', '', 'all', '1..8', ' spaced ', 'two\nlines', 'plain', 'back\\slash']
  const written = writeAxis('4', 'Words (2). x = y', 'text', writeValues(values))
  expect(readAxis(written)).toMatchObject({ node: '4', widget: 'text' })
  expect(texts(written)).toEqual(values)
})

test('spaces, dots and digits without end are read in time linear in their number', { timeout: 20_000 }, () => {
  const many = 200_000
  expect(readAxis(`${' '.repeat(many)}x`)).toBeNull()
  expect(readAxis('a.b '.repeat(many))).toBeNull()
  expect(readAxis(`7 ${'('.repeat(many)}.steps = 1`)).toMatchObject({ node: `7 ${'('.repeat(many)}` })
  expect(texts(`7.steps = a${' '.repeat(many)}b, ${'"\\",'.repeat(many)}`)).toHaveLength(many + 1)
  expect(readRange({ text: `${'1'.repeat(many)}x`, quoted: false })).toBeNull()
})
