import { expect, test } from 'vitest'
import regexExtract from '../../../nodes/text/regex/regex-extract.ts'
import regexMatch from '../../../nodes/text/regex/regex-match.ts'
import regexReplace from '../../../nodes/text/regex/regex-replace.ts'
import { testContext } from '../context.ts'

/** The expected values are those of Python 3.12's re. */
const context = testContext()
const flags = { case_insensitive: false, multiline: false, dotall: false }

test.each([
  ['Fox', 'fox', {}, false],
  ['Fox', 'fox', { case_insensitive: true }, true],
  ['a\nb', 'a.b', {}, false],
  ['a\nb', 'a.b', { dotall: true }, true],
  ['a\rb', 'a.b', {}, true],
  ['a\nb', '^b$', {}, false],
  ['a\nb', '^b$', { multiline: true }, true],
  ['a\n', 'a$', {}, true],
  ['a\n', 'a\\Z', {}, false],
  ['naïve', '^\\w+$', {}, true],
  ['١٢', '^\\d+$', {}, true],
  ['x-y', '[\\w-]{3}', {}, true],
  ['a]b', 'a[]]b', {}, true],
  ['a{,x', 'a{,x', {}, true],
  ['aa', '^(?P<x>a)(?P=x)$', {}, true],
  ['tom@x.org', '[^@ ]+@[^@ ]+\\.org', {}, true],
  ['🦊!', '^.!$', {}, true],
  ['a&&b', '[&&b]{3}', {}, true],
] as const)('in %j %s with %o: %s', async (string, regex_pattern, more, matches) => {
  expect(await regexMatch.run({ string, regex_pattern, ...flags, ...more }, context)).toEqual({ matches })
})

test.each([
  ['First Match', '(\\w)(\\d)', 1, 'a1'],
  ['All Matches', '\\w\\d', 1, 'a1\nb2\nc3'],
  ['All Matches', '\\w(\\d)', 1, '1\n2\n3'],
  ['First Group', '(\\w)(\\d)', 2, '1'],
  ['First Group', '(\\w)(\\d)', 0, 'a1'],
  ['First Group', '(\\w)(\\d)', 3, ''],
  ['All Groups', '(\\w)(\\d)', 2, '1\n2\n3'],
  ['All Groups', '\\w\\d', 0, ''],
] as const)('%s of %s, group %i', async (mode, regex_pattern, group_index, expected) => {
  const inputs = { string: 'a1 b2 c3', regex_pattern, mode, group_index, ...flags }
  expect((await regexExtract.run(inputs, context)).STRING).toBe(expected)
})

test.each([
  ['(\\w)(\\d)', '\\2\\g<1>', 0, '1a 2b 3c'],
  ['(?P<n>\\d)', '<\\g<n>>', 2, 'a<1> b<2> c3'],
  [' ', '\\n', 0, 'a1\nb2\nc3'],
  ['x*', '-', 0, '-a-1- -b-2- -c-3-'],
  ['\\b', '|', 0, '|a1| |b2| |c3|'],
  ['\\B', '-', 0, 'a-1 b-2 c-3'],
])('%s becomes %s', async (regex_pattern, replace, count, expected) => {
  const inputs = { string: 'a1 b2 c3', regex_pattern, replace, count, ...flags }
  expect((await regexReplace.run(inputs, context)).STRING).toBe(expected)
})

test('a pattern that would run forever is refused', async () => {
  const inputs = { string: 'a'.repeat(60), regex_pattern: '(a+)+b', ...flags }
  expect(() => regexMatch.run(inputs, context)).toThrow('The pattern “(a+)+b” takes more than 2 seconds')
})

test.each([
  ['>{,3}'.repeat(75), 'A pattern has at most 40 repetitions with ? and {…}'],
  ['\\b'.repeat(200), 'A pattern has at most 1000 classes and conditions'],
])('a pattern that would take minutes before it is searched is refused', (regex_pattern, sentence) => {
  expect(() => regexMatch.run({ string: 'a', regex_pattern, ...flags }, context)).toThrow(sentence)
})

test('a pattern that cannot be read matches nothing, with a notice', async () => {
  const told = testContext()
  expect(await regexMatch.run({ string: 'a', regex_pattern: '(a', ...flags }, told)).toEqual({ matches: false })
  expect(told.notices[0]).toMatch(/^The pattern cannot be read: .* It matches nothing\.$/)
  const replace = () => regexReplace.run({ string: 'a', regex_pattern: 'a', replace: '\\3', count: 0, ...flags }, told)
  expect(replace).toThrow('The replacement names the group 3')
})
