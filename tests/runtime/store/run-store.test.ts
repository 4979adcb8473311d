import { describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../runtime/contract/answers.ts'
import type { RunError } from '../../../runtime/contract/run-event.ts'
import type { Store } from '../../../runtime/store/store.ts'
import { freshFolder, openSound, queued, reopened } from './fresh.ts'

const picture = (filename: string, node = '9') => ({ filename, subfolder: '', type: 'output', node }) as const
const record = (id: string, more: Partial<RunRecord> = {}): RunRecord => ({
  id,
  title: `run ${id}`,
  document: null,
  status: 'done',
  started: 1,
  ms: 2,
  device: 'cpu',
  pictures: [],
  errors: [],
  summary: null,
  ...more,
})

function runOnce({ runs }: Store, id: string, more: Partial<RunRecord> = {}): void {
  runs.add(queued(id, { document: more.document ?? null }), 'waiting')
  runs.begin(id)
  for (const each of more.pictures ?? []) runs.addPicture(id, each)
  runs.end(record(id, more))
}

const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id)

describe('the queue on disk', () => {
  test('has what waited after a crash, in its order, exactly as it was asked for', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    const b = queued('b', {
      targets: ['9', '12:3'],
      document: 'tab',
      text: '{"seed": 18446744073709551615, "ü": "😀"}',
    })
    for (const run of [queued('a'), b, queued('c'), queued('d', { front: true })]) store.runs.add(run, 'waiting')
    store.runs.order(['d', 'c', 'b', 'a'])
    store.runs.drop('c')
    const left = reopened(store, folder).runs.left()
    expect(ids(left)).toEqual(['d', 'b', 'a'])
    expect(left[1]).toEqual(b)
  })

  test('has what a client of the API asked for, with exact seeds', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    const inputs = { seed: 18446744073709551615n }
    const request = {
      prompt: { 3: { class_type: 'KSampler', inputs } },
      client: 'me',
      extra: { a: [1] },
      hasWorkflow: true,
    }
    store.runs.add(queued('a', { request }), 'waiting')
    store.runs.add(queued('b'), 'waiting')
    const again = reopened(store, folder)
    expect(again.runs.left().map(run => run.request)).toEqual([request, undefined])
    expect(again.runs.request('a')).toEqual({ targets: null, request })
    expect(again.runs.request('unknown')).toEqual({ targets: null, request: undefined })
  })

  test('puts a run for the front before all that wait', () => {
    const { runs } = openSound(freshFolder())
    for (const id of ['a', 'b']) runs.add(queued(id), 'waiting')
    for (const id of ['c', 'd']) runs.add(queued(id, { front: true }), 'waiting')
    expect(ids(runs.left())).toEqual(['d', 'c', 'a', 'b'])
  })

  test('shows the run that was in progress as interrupted, with its pictures, and asks for it again before the others', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    for (const id of ['a', 'b']) store.runs.add(queued(id), 'waiting')
    store.runs.begin('a')
    store.runs.addPicture('a', picture('a.png'))
    const { runs } = reopened(store, folder)
    const left = runs.left()
    expect(left.map(({ title }) => title)).toEqual(['run a', 'run b'])
    expect(left[0]!.id).not.toBe('a')
    expect(runs.list({ limit: 9 })).toMatchObject([{ id: 'a', status: 'interrupted', pictures: [picture('a.png')] }])
    expect(runs.left().map(({ id }) => id)).toEqual(ids(left))
  })

  test('does not ask again for an interrupted run of live mode', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    store.runs.add(queued('live', { live: 'edit' }), 'running')
    store.runs.addPicture('live', picture('a.png'))
    const { runs } = reopened(store, folder)
    expect(runs.left()).toEqual([])
    expect(runs.list({ limit: 9 })).toMatchObject([{ id: 'live', status: 'interrupted' }])
  })
})

describe('the history on disk', () => {
  test('lists the newest first, page by page, and survives a restart', () => {
    const folder = freshFolder()
    const store = openSound(folder)
    for (const id of ['1', '2', '3', '4', '5']) runOnce(store, id, { pictures: [picture(`${id}.png`)] })
    const { runs } = reopened(store, folder)
    expect(ids(runs.list({ limit: 2 }))).toEqual(['5', '4'])
    expect(ids(runs.list({ limit: 9, before: '4' }))).toEqual(['3', '2', '1'])
    const [newest] = runs.list({ limit: 1 })
    expect(newest).toEqual(record('5', { pictures: [picture('5.png')], started: newest!.started }))
    expect(runs.text('2')).toBe('{"document": "2"}')
    expect(runs.text('unknown')).toBeNull()
  })

  test('keeps how a run ended and why', () => {
    const store = openSound(freshFolder())
    const error = {
      node: '3',
      type: null,
      title: null,
      input: 'seed',
      code: 'x',
      file: null,
      message: 'no',
      stack: null,
    }
    runOnce(store, 'a', { status: 'failed', errors: [error satisfies RunError], ms: 7.5, device: null })
    expect(store.runs.list({ limit: 1 })[0]).toMatchObject({ status: 'failed', errors: [error], ms: 7.5, device: null })
  })

  test('forgets runs that ended, one or all, and none that waits', () => {
    const store = openSound(freshFolder())
    for (const id of ['1', '2', '3']) runOnce(store, id, { pictures: [picture('a.png')] })
    store.runs.add(queued('waits'), 'waiting')
    store.runs.forget(['2', 'unknown', 'waits'])
    expect(ids(store.runs.list({ limit: 9 }))).toEqual(['3', '1'])
    expect(store.runs.text('2')).toBeNull()
    store.runs.clear()
    expect(store.runs.list({ limit: 9 })).toEqual([])
    expect(ids(store.runs.left())).toEqual(['waits'])
  })

  test('knows what each node of a document showed last', () => {
    const store = openSound(freshFolder())
    runOnce(store, '1', { document: 'tab', pictures: [picture('old.png', '9'), picture('kept.png', '5')] })
    runOnce(store, '2', { document: 'tab', pictures: [picture('b.png', '9'), picture('a.png', '9')] })
    runOnce(store, '3', { document: 'other', pictures: [picture('c.png', '9')] })
    const shown = store.runs.shown('tab')
    expect(shown['9']?.map(({ filename }) => filename)).toEqual(['b.png', 'a.png'])
    expect(shown['5']?.map(({ filename }) => filename)).toEqual(['kept.png'])
    expect(store.runs.shown('unknown')).toEqual({})
  })
})
