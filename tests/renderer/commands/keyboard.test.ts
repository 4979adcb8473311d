import { describe, expect, test, vi } from 'vitest'
import { commandsOf } from '../../../renderer/commands/all-commands.ts'
import { chordOf, commandFor, keysForPeople, listenToKeyboard } from '../../../renderer/commands/keyboard.ts'
import { selectNodes } from '../../../renderer/studio/selection.ts'
import { nodeViews } from '../../../renderer/views/node-views.ts'
import { openStudio, textOf } from '../open-studio.ts'

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
    [key('к', {}, 'KeyR'), 'R'],
    [key('М', { ctrlKey: true, shiftKey: true }, 'KeyV'), 'Ctrl+Shift+V'],
    [key('ArrowLeft', { altKey: true, shiftKey: true }), 'Alt+Shift+ArrowLeft'],
  ])('%#: %s', (event, chord) => expect(chordOf(event, false)).toBe(chord))

  test('is Command on a Mac, where Ctrl is another key', () => {
    expect(chordOf(key('z', { metaKey: true }), true)).toBe('Ctrl+Z')
    expect(chordOf(key('z', { ctrlKey: true }), true)).toBe('Z')
    expect(keysForPeople('Ctrl+Shift+G', true)).toBe('⌘⇧G')
  })
})

describe('keys stand for a command', () => {
  const page = { inField: false, onCanvas: true, isCaptured: false }
  const panel = { inField: false, onCanvas: false, isCaptured: false }
  const field = { inField: true, onCanvas: false, isCaptured: false }
  const fieldOnTheWayDown = { inField: true, onCanvas: false, isCaptured: true }
  const canvasOnTheWayDown = { inField: false, onCanvas: true, isCaptured: true }

  /** A document with one selected node is in front. */
  function window(shortcuts: Readonly<Record<string, string>> = {}) {
    const { studio } = openStudio()
    studio.settings.setState({ shortcuts })
    const document = studio.documents.open({ title: 'a', path: null, text: textOf(['VAEDecode']) })
    document.select(selectNodes(['1']))
    return studio
  }

  test.each([
    ['Delete', page, 'edit.delete'],
    ['Backspace', page, 'edit.delete'],
    ['Delete', field, null],
    ['Delete', canvasOnTheWayDown, null],
    ['F', page, 'view.focus'],
    ['F', field, null],
    ['F', fieldOnTheWayDown, null],
    ['Ctrl+S', fieldOnTheWayDown, 'file.save'],
    ['Ctrl+S', canvasOnTheWayDown, 'file.save'],
    ['Ctrl+Enter', fieldOnTheWayDown, 'run.run'],
    ['Ctrl+C', page, null],
    ['Ctrl+Alt+Shift+X', page, null],
    ['Ctrl+Y', page, null],
    ['Tab', page, null],
    ['Space', page, 'node.add'],
    ['Shift+A', page, 'node.add'],
    ['Enter', page, 'view.edit-node'],
    ['Space', panel, null],
    ['Enter', panel, null],
    ['ArrowLeft', panel, null],
    ['Ctrl+M', panel, 'node.mute'],
    ['Ctrl+Shift+A', page, 'view.form'],
    ['Alt+M', page, 'view.minimap'],
    ['.', page, 'view.fit'],
  ])('%s, %o: %s', (chord, press, id) => {
    expect(commandFor(window(), chord, press)?.id ?? null).toBe(id)
  })

  test('with nothing open, only where the command needs no document', () => {
    const { studio } = openStudio()
    expect(commandFor(studio, 'Ctrl+Enter', page)).toBeNull()
    expect(commandFor(studio, 'Ctrl+N', page)?.id).toBe('file.new')
  })

  test('as people set them: another one, or none', () => {
    const studio = window({ 'node.mute': 'Ctrl+J', 'node.bypass': '' })
    expect(commandFor(studio, 'Ctrl+J', page)?.id).toBe('node.mute')
    expect(commandFor(studio, 'Ctrl+M', page)).toBeNull()
    expect(commandFor(studio, 'Ctrl+B', page)).toBeNull()
  })
})

describe('the keyboard', () => {
  /** A window that hears keys on its page. */
  function listen() {
    vi.stubGlobal('Element', class {})
    vi.stubGlobal('document', { body: { closest: () => null } })
    const { studio, page } = openStudio()
    const document = studio.documents.open({ title: 'a', path: null, text: textOf(['VAEDecode']) })
    document.select(selectNodes(['1']))
    const end = listenToKeyboard(studio)
    const held = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, code: '' }
    /** @returns whether the key was taken for a command */
    const press = (key: string, part: object = {}) =>
      !page.dispatchEvent(Object.assign(new Event('keydown', { cancelable: true }), { key, ...held, ...part }))
    const other = (kind: string, { key, timeStamp }: { key?: string; timeStamp?: number } = {}) => {
      const event = Object.assign(new Event(kind), { key })
      if (timeStamp !== undefined) Object.defineProperty(event, 'timeStamp', { value: timeStamp + event.timeStamp })
      page.dispatchEvent(event)
    }
    const searched = vi.fn()
    studio.canvas.current = { pointer: () => [0, 0], search: searched } as never
    return { document, press, other, searched, end }
  }

  test('Space searches for a node when it is tapped, not when it was held to pan', () => {
    const { press, other, searched } = listen()
    press(' ')
    expect(searched).not.toHaveBeenCalled()
    other('keyup', { key: ' ' })
    expect(searched).toHaveBeenCalledTimes(1)
    for (const between of ['pointerdown', 'wheel', 'blur']) {
      press(' ')
      other(between)
      other('keyup', { key: ' ' })
    }
    press(' ')
    press(' ', { repeat: true })
    other('keyup', { key: ' ', timeStamp: 5000 })
    expect(searched).toHaveBeenCalledTimes(1)
  })

  test('runs a command once, and takes its key', () => {
    const { document, press } = listen()
    expect(press('m', { ctrlKey: true })).toBe(true)
    expect(document.read()).toMatchObject({ undoable: 'Mute', present: { nodes: [{ mode: 2 }] } })
  })

  test('leaves keys alone that stand for nothing, and those that write a sign together', () => {
    const { document, press, end } = listen()
    expect(press('m')).toBe(true)
    expect(press('ü')).toBe(false)
    expect(press('m', { ctrlKey: true, isComposing: true })).toBe(false)
    end()
    expect(press('m', { ctrlKey: true })).toBe(false)
    expect(document.read().undoable).toBeNull()
  })
})

test('no two commands have the same keys, and every command has a name of its own', () => {
  const commands = commandsOf({ nodeViews })
  const keys = commands.flatMap(({ keys = [] }) => keys)
  expect(keys.filter((each, i) => keys.indexOf(each) !== i)).toEqual([])
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
})
