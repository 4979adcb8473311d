import { describe, expect, test } from 'vitest'
import { commands } from '../../../renderer/commands/all-commands.ts'
import { chordOf, keysForPeople } from '../../../renderer/commands/keyboard.ts'

const key = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
  code = '',
) => ({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as never

describe('a chord', () => {
  test.each([
    [key('z', { ctrlKey: true }), 'Ctrl+Z'],
    [key('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [key('?', { shiftKey: true }), '?'],
    [key(' '), 'Space'],
    [key('Enter', { ctrlKey: true, altKey: true }), 'Ctrl+Alt+Enter'],
    [key('ç', { altKey: true }, 'KeyC'), 'Alt+C'],
    [key('ArrowLeft', { altKey: true, shiftKey: true }), 'Alt+Shift+ArrowLeft'],
  ])('%#: %s', (event, chord) => expect(chordOf(event, false)).toBe(chord))

  test('is Command on a Mac, where Ctrl is another key', () => {
    expect(chordOf(key('z', { metaKey: true }), true)).toBe('Ctrl+Z')
    expect(chordOf(key('z', { ctrlKey: true }), true)).toBe('Z')
    expect(keysForPeople('Ctrl+Shift+G', true)).toBe('⌘⇧G')
  })
})

test('no two commands have the same keys, and every command has a name of its own', () => {
  const keys = commands.flatMap(({ keys = [] }) => keys)
  expect(keys.filter((each, i) => keys.indexOf(each) !== i)).toEqual([])
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
})
