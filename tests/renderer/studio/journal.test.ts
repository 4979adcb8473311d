import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addNote } from '../../../graph/edit/nodes.ts'
import { writeWorkflow } from '../../../graph/workflow.ts'
import type { OpenDocument } from '../../../renderer/studio/document-handle.ts'
import { missingIn } from '../../../renderer/studio/journal.ts'
import type { Start } from '../../../runtime/contract/answers.ts'
import { openStudio, type Program, textOf } from '../open-studio.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A window and what it writes into the journal, as `write a`, `forget b` and `tabs a b`. */
function open(program: Program = {}, start: Partial<Start> = {}) {
  const opened = openStudio(program, start)
  const { studio, asked } = opened
  const titles = new Map<string, string>()
  let read = 0
  const titleOf = (id: string) => titles.get(id) ?? id
  return {
    ...opened,
    open(title: string) {
      const document = studio.documents.open({ title, path: null, text: textOf(['VAEDecode']) })
      titles.set(document.id, title)
      return document
    },
    /** What was written since the last look, after so many milliseconds. */
    async written(ms: number) {
      await vi.advanceTimersByTimeAsync(ms)
      const fresh = asked.slice(read).filter(({ channel }) => channel !== 'journal:steps')
      read = asked.length
      return fresh.map(({ channel, args: [about] }) =>
        channel === 'journal:write'
          ? `write ${(about as { title: string }).title}`
          : channel === 'journal:forget'
            ? `forget ${titleOf(about as string)}`
            : `tabs ${(about as { order: string[] }).order.map(titleOf).join(' ')}`,
      )
    },
  }
}

test('an edit is copied to the journal within half a second, and only what changed', async () => {
  const window = open()
  const [a] = [window.open('a'), window.open('b')]
  expect(await window.written(500)).toEqual(['write a', 'write b', 'tabs a b'])
  a.change('Add note', addNote('x', [0, 0]))
  a.change('Add note', addNote('y', [0, 0]))
  expect(await window.written(300)).toEqual([])
  expect(await window.written(200)).toEqual(['write a'])
})

test('the copy has the text of the document, where it is saved, and that it has unsaved edits', async () => {
  const { studio, asked, written } = open()
  const a = studio.documents.open({ title: 'a', path: '/a.json', text: textOf(['VAEDecode']) })
  a.change('Add note', addNote('x', [0, 0]))
  await written(500)
  const text = writeWorkflow(a.read().present)
  expect(asked.find(({ channel }) => channel === 'journal:write')!.args).toEqual([
    { id: a.id, title: 'a', path: '/a.json', version: null, revision: 1, dirty: true, text, steps: expect.anything() },
  ])
})

test('a closed tab is forgotten, another tab in front is noted, a selection is not', async () => {
  const window = open()
  const [a, b] = [window.open('a'), window.open('b')]
  await window.written(500)
  a.show()
  expect(await window.written(500)).toEqual(['tabs a b'])
  b.close()
  expect(await window.written(500)).toEqual(['forget b', 'tabs a'])
  a.select({ nodes: new Set(['1']), groups: new Set() })
  expect(await window.written(500)).toEqual([])
})

test('what could not be written is reported, and written the next time', async () => {
  let isFull = true
  const window = open({
    'journal:write': () => {
      if (isFull) throw new Error('The disk is full.')
      return null
    },
  })
  const a = window.open('a')
  await window.written(500)
  expect(window.studio.notices.store.getState().notices.map(({ message }) => message)).toEqual([
    'Your changes could not be stored automatically. Save the workflow. The cause: The disk is full.',
  ])
  isFull = false
  await window.written(0)
  a.select({ nodes: new Set(), groups: new Set() })
  expect(await window.written(500)).toEqual(['write a'])
})

test.each(['journal:forget', 'journal:tabs'] as const)(
  'a failed %s is reported, and repeated the next time',
  async channel => {
    let isFull = false
    const window = open({
      [channel]: async () => {
        if (isFull) throw new Error('The disk is full.')
        return null
      },
    })
    const [a, b] = [window.open('a'), window.open('b')]
    await window.written(500)
    isFull = true
    b.close()
    await window.written(500)
    expect(window.studio.notices.store.getState().notices.map(({ message }) => message)).toEqual([
      'Your changes could not be stored automatically. Save the workflow. The cause: The disk is full.',
    ])
    isFull = false
    a.select({ nodes: new Set(), groups: new Set() })
    const again = await window.written(500)
    expect(again).toContain(channel === 'journal:forget' ? 'forget b' : 'tabs a')
  },
)

test('while one copy is being written the next waits, and writes the newest', async () => {
  const ends: (() => void)[] = []
  const window = open({ 'journal:write': () => new Promise(resolve => ends.push(() => resolve(null))) })
  const a = window.open('a')
  expect(await window.written(500)).toEqual(['write a', 'tabs a'])
  a.change('Add note', addNote('x', [0, 0]))
  expect(await window.written(500)).toEqual([])
  ends.shift()!()
  expect(await window.written(0)).toEqual(['write a'])
})

test('a window that closes writes its tabs at once, changed or not: that is its answer', async () => {
  const window = open()
  window.open('a')
  await window.written(500)
  window.tell('closing', null)
  expect(await window.written(0)).toEqual(['tabs a'])
})

test('a page that is left writes what it has at once', async () => {
  const window = open()
  const a = window.open('a')
  await window.written(500)
  a.change('Add note', addNote('x', [0, 0]))
  window.page.dispatchEvent(new Event('pagehide'))
  expect(await window.written(0)).toEqual(['write a'])
})

test('the tabs of last time are in the journal again at once', async () => {
  const tab = { id: 'a', title: 'a', path: null, revision: 7, dirty: false, text: textOf() }
  const window = open({}, { tabs: { documents: [tab], order: ['a'], active: 'a' } })
  expect(await window.written(0)).toEqual(['write a', 'tabs a'])
})

test('a document is written no sooner than a moment after its first edit', async () => {
  const window = open()
  const a = window.open('a')
  await window.written(500)
  a.change('Add note', addNote('x', [0, 0]))
  await vi.advanceTimersByTimeAsync(300)
  a.change('Add note', addNote('y', [0, 0]))
  expect(await window.written(150)).toEqual(['write a'])
  a.change('Add note', addNote('z', [0, 0]))
  expect(await window.written(350)).toEqual([])
  expect(await window.written(100)).toEqual(['write a'])
})

test('a document is written again when its title, its path, its text or what is on disk changes', () => {
  const kept = openStudio().studio.documents.open({ title: 'a', path: '/a.json', text: textOf() }).read()
  const journal = (): Parameters<typeof missingIn>[0] => ({
    documents: new Map([['1', { ...kept, id: '1' }]]),
    tabs: { order: ['1'], active: '1' },
  })
  const missing = (part: Partial<OpenDocument>) =>
    missingIn(journal(), { documents: [{ ...kept, id: '1', ...part }], active: '1' })
  expect(missing({})).toEqual({ write: [], forget: [], tabs: null })
  expect(missing({ undoable: 'Move', selection: { nodes: new Set(['1']), groups: new Set() } }).write).toEqual([])
  expect(missing({ title: 'b' }).write).toHaveLength(1)
  expect(missing({ path: '/b.json' }).write).toHaveLength(1)
  expect(missing({ present: { ...kept.present } }).write).toHaveLength(1)
  expect(missing({ saved: null }).write).toHaveLength(1)
})
