import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileName } from '../../engine/file-name.ts'

const named = (text: string, ending = '') => fileName(text, { ending, otherwise: 'workflow' })

test.each(['CON', 'con', 'aux', 'nul', 'PRN', 'COM1', 'com¹', 'LPT9', 'CONIN$', 'nul.txt', 'con .txt', 'CON.'])(
  '%s is the name of a device on Windows, so it gets another one',
  text => {
    expect(named(text)).toMatch(/^_/)
    expect(named(text, '.png')).toMatch(/^_.*\.png$/)
  },
)

test.each([
  ['a fox', 'a fox'],
  ['console', 'console'],
  ['fox. . ', 'fox'],
  ['.bashrc', 'bashrc'],
  ['a\r\nb\0c', 'a--b-c'],
  ['a:b*c?d"e<f>g|h', 'a-b-c-d-e-f-g-h'],
  ['../../evil', '-..-evil'],
  ['\u202egnp.exe', '-gnp.exe'],
  ['\ud800', '\ufffd'],
  ['', 'workflow'],
  ['. .', 'workflow'],
])('%j is named %j', (text, name) => expect(named(text)).toBe(name))

test('a long name is cut between characters, and keeps its ending', () => {
  expect(named('x'.repeat(300), '.png')).toBe(`${'x'.repeat(196)}.png`)
  const family = '👨‍👩‍👧'
  expect(named(family.repeat(50), '.json')).toBe(`${family.repeat(10)}.json`)
})

test('whatever the text, the name is one that every system accepts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('..', 'CON.', '. nul', '\n', ' .a. '),
  )
  fc.assert(
    fc.property(text, fc.constantFrom('', '.png', '.json'), (given, ending) => {
      const name = named(given, ending)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(201)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not occur
      expect(name).not.toMatch(/[\x00-\x1f\x7f<>:"/\\|?*]|^[.\s]|[.\s]$|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i)
      expect(name.length).toBeGreaterThan(ending.length)
      expect(named(name)).toBe(name)
    }),
  )
})
