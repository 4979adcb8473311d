import { expect, test } from 'vitest'
import caseConverter from '../../../nodes/text/case-converter.ts'
import stringCompare from '../../../nodes/text/string-compare.ts'
import stringConcatenate from '../../../nodes/text/string-concatenate.ts'
import stringContains from '../../../nodes/text/string-contains.ts'
import stringLength from '../../../nodes/text/string-length.ts'
import stringReplace from '../../../nodes/text/string-replace.ts'
import stringSubstring from '../../../nodes/text/string-substring.ts'
import stringTrim from '../../../nodes/text/string-trim.ts'
import { testContext } from '../context.ts'

/** The expected values are those of Python 3's str. */
const context = testContext()

test('texts are joined with what stands between them', async () => {
  const { STRING } = await stringConcatenate.run({ string_a: 'a fox', string_b: 'snow', delimiter: ', ' }, context)
  expect(STRING).toBe('a fox, snow')
})

test.each([
  [0, 3, 'a🦊b'],
  [-1, 99, 'c'],
  [1, -1, '🦊b'],
  [3, 1, ''],
])('characters %i to %i are cut by code points', async (start, end, expected) => {
  expect((await stringSubstring.run({ string: 'a🦊bc', start, end }, context)).STRING).toBe(expected)
  expect((await stringLength.run({ string: 'a🦊bc' }, context)).length).toBe(4)
})

test.each([
  ['UPPERCASE', "THE FOX'S STRASSE"],
  ['lowercase', "the fox's straße"],
  ['Capitalize', "The fox's straße"],
  ['Title Case', "The Fox'S Straße"],
] as const)('%s', async (mode, expected) => {
  expect((await caseConverter.run({ string: "the foX's straße", mode }, context)).STRING).toBe(expected)
})

test.each([
  ['Both', 'a b'],
  ['Left', 'a b\u3000\n'],
  ['Right', '\x1c\t a b'],
] as const)('white space is removed: %s', async (mode, expected) => {
  expect((await stringTrim.run({ string: '\x1c\t a b\u3000\n', mode }, context)).STRING).toBe(expected)
})

test('every occurrence is replaced; an empty text is between all characters', async () => {
  const replaced = async (find: string) =>
    (await stringReplace.run({ string: 'a.b.🦊', find, replace: '-' }, context)).STRING
  expect(await replaced('.')).toBe('a-b-🦊')
  expect(await replaced('')).toBe('-a-.-b-.-🦊-')
})

test('a text that would become huge is refused', () => {
  const big = 'x'.repeat(10_000)
  expect(() => stringReplace.run({ string: big, find: 'x', replace: big }, context)).toThrow(
    'The text would have 100000000 characters; at most 10000000 are possible.',
  )
})

test('texts are compared and searched, with or without regard to capitals', async () => {
  const contains = async (case_sensitive: boolean) =>
    (await stringContains.run({ string: 'A Fox', substring: 'fox', case_sensitive }, context)).contains
  expect([await contains(true), await contains(false)]).toEqual([false, true])
  const compare = async (mode: 'Starts With' | 'Ends With' | 'Equal', string_b: string) =>
    (await stringCompare.run({ string_a: 'A Fox', string_b, mode, case_sensitive: false }, context)).BOOLEAN
  expect(await compare('Starts With', 'a f')).toBe(true)
  expect(await compare('Ends With', 'FOX')).toBe(true)
  expect(await compare('Equal', 'a fo')).toBe(false)
})
