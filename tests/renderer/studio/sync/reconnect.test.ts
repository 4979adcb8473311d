import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addNote } from '../../../../graph/edit/nodes.ts'
import type { Studio } from '../../../../renderer/studio/studio.ts'
import type { Start } from '../../../../runtime/contract/answers.ts'
import { defaultSettings } from '../../../../runtime/contract/settings.ts'
import type { Tab } from '../../../../runtime/contract/tabs.ts'
import { openStudio, type Program, textOf } from '../../open-studio.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const titles = ({ documents }: Studio) => documents.store.getState().documents.map(({ title }) => title)
const lose = ({ connection }: Studio) => connection.setState({ isLost: true, wait: 1 })
const find = ({ connection }: Studio) => connection.setState({ isLost: false, wait: 0 })

/** A window before a program that keeps what it is sent, and answers what a test says when the window comes back. */
function open(again: () => Partial<Start> = () => ({}), program: Program = {}) {
  const kept = new Map<string, Tab>()
  const opened = openStudio({
    'journal:write': tab => {
      if (opened.studio.connection.getState().isLost) throw new Error('Leapgraph is not reachable.')
      kept.set(tab.id, tab)
      return null
    },
    'editor:start': (ids = []) => ({
      ...opened.studio.facts,
      tabs: { order: [], active: null, documents: ids.flatMap(id => kept.get(id) ?? []) },
      ...again(),
    }),
    'history:list': () => [],
    ...program,
  })
  return { ...opened, kept }
}

test('edits made while the program is not reachable are sent when it is back', async () => {
  const { studio, kept, asked } = open()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  lose(studio)
  const before = asked.length
  a.change('Add note', addNote('offline', [0, 0]))
  const b = studio.documents.open({ title: 'b', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked.slice(before)).toEqual([])
  expect(studio.notices.store.getState().notices).toEqual([])
  find(studio)
  await vi.advanceTimersByTimeAsync(100)
  expect(kept.get(a.id)).toMatchObject({ revision: 2, text: expect.stringContaining('offline') })
  expect(kept.get(b.id)).toMatchObject({ revision: 1 })
  expect(a.read().undoable).toBe('Add note')
  expect(titles(studio)).toEqual(['a', 'b'])
})

test('a document closed meanwhile is forgotten by the program, too', async () => {
  const { studio, asked } = open()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  lose(studio)
  a.close()
  find(studio)
  await vi.advanceTimersByTimeAsync(100)
  expect(asked.find(({ channel }) => channel === 'journal:forget')?.args).toEqual([a.id])
})

test('a document that another window has changed meanwhile is shown as it is there, and edits here are a copy', async () => {
  const { studio, kept } = open()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  lose(studio)
  a.change('Add note', addNote('here', [0, 0]))
  kept.set(a.id, { ...kept.get(a.id)!, revision: 2, text: textOf(['VAEDecode']) })
  find(studio)
  await vi.advanceTimersByTimeAsync(100)
  expect(titles(studio)).toEqual(['a (copy)', 'a'])
  expect(studio.documents.find(a.id)?.read().present.nodes[0]?.type).toBe('VAEDecode')
})

test('an edit that arrived, but whose answer was lost, is no change of another window', async () => {
  const { studio, kept } = open(undefined, {
    'journal:write': tab => {
      kept.set(tab.id, tab)
      throw new Error('The connection to Leapgraph was lost.')
    },
  })
  studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  lose(studio)
  find(studio)
  await vi.advanceTimersByTimeAsync(100)
  expect(titles(studio)).toEqual(['a'])
})

test('settings, files, queue and runs are those of the program that is back', async () => {
  const record = { id: 'run', title: 'a', status: 'done', ms: 7, pictures: [], errors: [] }
  const { studio } = open(() => ({ settings: { ...defaultSettings, theme: 'light' }, files: { loras: ['new'] } }), {
    'run:start': () => 'run',
    'history:list': () => [record] as never,
  })
  const a = studio.documents.open({ title: 'a', path: null, text: textOf(['VAEDecode']) })
  await a.run()
  lose(studio)
  find(studio)
  await vi.advanceTimersByTimeAsync(100)
  expect(studio.settings.getState().theme).toBe('light')
  expect(studio.files.getState().names).toEqual({ loras: ['new'] })
  expect(studio.runs.store.getState().views[a.id]).toMatchObject({ run: 'run', status: 'done' })
})

test('closing a page with edits that were not sent asks first, and does not ask otherwise', async () => {
  const { studio, page } = open()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  const asks = () => !page.dispatchEvent(new Event('beforeunload', { cancelable: true }))
  expect(asks()).toBe(false)
  lose(studio)
  expect(asks()).toBe(false)
  a.change('Add note', addNote('x', [0, 0]))
  expect(asks()).toBe(true)
})
