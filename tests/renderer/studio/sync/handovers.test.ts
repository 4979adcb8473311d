import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addNote } from '../../../../graph/edit/nodes.ts'
import type { Studio } from '../../../../renderer/studio/studio.ts'
import { takeOver } from '../../../../renderer/studio/sync/handovers.ts'
import { openStudio, textOf } from '../../open-studio.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const titles = ({ documents }: Studio) => documents.store.getState().documents.map(({ title }) => title)
const messages = ({ notices }: Studio) => notices.store.getState().notices.map(({ message }) => message)
const tab = (id: string, text = textOf()) => ({ id, title: id, path: null, revision: 3, dirty: true, text })
const shown = (id: string) => ({ id, title: id, isShown: true })

test('a document that another window takes over is written and released, and is gone here at once', async () => {
  const { studio, asked, tell } = openStudio()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  a.change('Add note', addNote('x', [0, 0]))
  const before = asked.length
  tell('handover', a.id)
  expect(titles(studio)).toEqual([])
  expect(a.change('Add note', addNote('late', [0, 0]))).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  expect(asked.slice(before).map(({ channel }) => channel)).toEqual([
    'journal:write',
    'document:release',
    'journal:tabs',
  ])
  tell('elsewhere', [shown(a.id)])
  await vi.advanceTimersByTimeAsync(500)
  expect(titles(studio)).toEqual([])
  expect(studio.elsewhere.getState()).toEqual([shown(a.id)])
  expect(asked.some(({ channel }) => channel === 'journal:forget')).toBe(false)
})

test('what is typed into a field is part of the last edits', async () => {
  const { studio, tell } = openStudio()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  studio.uncommitted.add(() => a.change('Add note', addNote('typed', [0, 0])))
  tell('handover', a.id)
  expect(JSON.stringify(a.read().present)).toContain('typed')
})

test('last edits that could not be written stay here as a copy', async () => {
  let isFull = false
  const { studio, tell } = openStudio({
    'journal:write': () => {
      if (isFull) throw new Error('The disk is full.')
      return null
    },
  })
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  await vi.advanceTimersByTimeAsync(500)
  isFull = true
  a.change('Add note', addNote('x', [0, 0]))
  tell('handover', a.id)
  await vi.advanceTimersByTimeAsync(100)
  expect(titles(studio)).toEqual(['a (copy)'])
  expect(JSON.stringify(studio.documents.active()?.read().present)).toContain('"x"')
  expect(messages(studio).join()).toContain('Your last edits are in a (copy).')
})

test('a document that was taken over without an answer is closed, with a copy of edits that were not written', async () => {
  const { studio, tell } = openStudio()
  const [a, b] = ['a', 'b'].map(title => studio.documents.open({ title, path: null, text: textOf() }))
  await vi.advanceTimersByTimeAsync(500)
  b!.change('Add note', addNote('x', [0, 0]))
  tell('elsewhere', [shown(a!.id), shown(b!.id)])
  expect(titles(studio)).toEqual(['b (copy)'])
})

test('a document of a window that is gone stays here', async () => {
  const { studio, tell } = openStudio()
  const a = studio.documents.open({ title: 'a', path: null, text: textOf() })
  tell('elsewhere', [{ id: a.id, title: 'a', isShown: false }])
  expect(titles(studio)).toEqual(['a'])
})

test('a document that is taken over from another window is open here, with its pictures and its run', async () => {
  const picture = { filename: 'a.png', subfolder: '', type: 'output' } as const
  const { studio, asked } = openStudio(
    { 'document:take': () => ({ tab: tab('a'), shown: { '1': [picture] } }) },
    {
      elsewhere: [shown('a')],
      queue: [{ id: 'run', title: 'a', document: 'a', state: 'running', queued: 1 }],
    },
  )
  await takeOver(studio, 'a')
  expect(titles(studio)).toEqual(['a'])
  expect(studio.runs.store.getState().pictures.a).toEqual({ '1': [picture] })
  expect(studio.runs.store.getState().views.a).toMatchObject({ run: 'run' })
  await vi.advanceTimersByTimeAsync(500)
  const [written] = asked.filter(({ channel }) => channel === 'journal:write')
  expect(written?.args).toMatchObject([{ id: 'a', revision: 4 }])
})
