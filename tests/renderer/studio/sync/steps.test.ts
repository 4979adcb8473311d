import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addNote } from '../../../../graph/edit/nodes.ts'
import type { Start } from '../../../../runtime/contract/answers.ts'
import type { Tab } from '../../../../runtime/contract/tabs.ts'
import { openStore, type Store } from '../../../../runtime/store/store.ts'
import { freshFolder } from '../../../runtime/store/fresh.ts'
import { openStudio, textOf } from '../../open-studio.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const openIn = (folder: string): Store =>
  openStore(folder, problem => {
    throw new Error(problem)
  })

/** A window whose journal is a real store; `again` loads the page again. */
function open(store = openIn(freshFolder()), start: Partial<Start> = {}) {
  const { studio, asked } = openStudio(
    {
      'journal:write': tab => {
        store.tabs.write(tab)
        return null
      },
      'journal:forget': id => {
        store.tabs.forget(id)
        return null
      },
      'journal:steps': id => store.tabs.steps(id),
    },
    start,
  )
  return {
    studio,
    store,
    asked,
    note: (text: string) => studio.documents.active()!.change(`Note ${text}`, addNote(text, [0, 0])),
    kept: () => vi.advanceTimersByTimeAsync(500),
    again: async () => {
      const next = open(store, { tabs: store.tabs.read() })
      await vi.advanceTimersByTimeAsync(500)
      return next
    },
  }
}

const document = ({ studio }: ReturnType<typeof open>) => studio.documents.active()!
/** How many notes the document has, and what undo and redo would do. */
const now = (window: ReturnType<typeof open>) => {
  const { present, undoable, redoable } = document(window).read()
  return [present.nodes.length, undoable, redoable]
}

test('undo and redo go on after the page was loaded again', async () => {
  const first = open()
  first.studio.documents.open({ title: 'a', path: null, text: textOf() })
  for (const text of ['1', '2', '3']) {
    first.note(text)
    await first.kept()
  }
  document(first).undo()
  await first.kept()
  const second = await first.again()
  expect(now(second)).toEqual([2, 'Note 2', 'Note 3'])
  document(second).redo()
  expect(now(second)).toEqual([3, 'Note 3', null])
  for (let i = 0; i < 3; i++) document(second).undo()
  expect(now(second)).toEqual([0, null, 'Note 1'])
})

test('an edit after that forgets what was undone, also for the next time', async () => {
  const first = open()
  first.studio.documents.open({ title: 'a', path: null, text: textOf() })
  first.note('1')
  first.note('2')
  await first.kept()
  const second = await first.again()
  document(second).undo()
  second.note('other')
  await second.kept()
  const third = await second.again()
  expect(now(third)).toEqual([2, 'Note other', null])
  document(third).undo()
  expect(now(third)).toEqual([1, 'Note 1', 'Note other'])
})

test('fifty steps are kept, and each text is sent once', async () => {
  const first = open()
  first.studio.documents.open({ title: 'a', path: null, text: textOf() })
  for (let i = 0; i < 60; i++) {
    first.note(String(i))
    if (i % 10 === 0) await first.kept()
  }
  await first.kept()
  const sent = first.asked.flatMap(({ channel, args: [tab] }) =>
    channel === 'journal:write' ? (tab as Tab).steps!.list.filter(({ text }) => text !== null) : [],
  )
  expect(new Set(sent.map(({ number }) => number)).size).toBe(sent.length)
  const second = await first.again()
  let steps = 0
  for (; document(second).read().undoable !== null; steps++) document(second).undo()
  expect(steps).toBe(50)
  expect(document(second).read().present.nodes).toHaveLength(10)
})

test('states that were too old to be kept are kept again after they were returned to', async () => {
  const first = open()
  first.studio.documents.open({ title: 'a', path: null, text: textOf() })
  for (let i = 0; i < 60; i++) first.note(String(i))
  await first.kept()
  for (let i = 0; i < 30; i++) document(first).undo()
  await first.kept()
  const second = await first.again()
  for (let i = 0; i < 30; i++) document(second).undo()
  expect(now(second)).toEqual([0, null, 'Note 0'])
})

test('an edit made before the steps were read comes after them', async () => {
  const first = open()
  first.studio.documents.open({ title: 'a', path: null, text: textOf() })
  first.note('1')
  await first.kept()
  const second = open(first.store, { tabs: first.store.tabs.read() })
  second.note('early')
  await second.kept()
  expect(now(second)).toEqual([2, 'Note early', null])
  document(second).undo()
  document(second).undo()
  expect(now(second)).toEqual([0, null, 'Note 1'])
})
