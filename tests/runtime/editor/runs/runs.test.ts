import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../../../runtime/contract/answers.ts'
import type { RunEvent } from '../../../../runtime/contract/run-event.ts'
import { createRuns, type Runs } from '../../../../runtime/editor/runs/runs.ts'
import { inProcess } from '../../../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../../../runtime/engine-process/process-host.ts'
import { modelsRoot } from '../../../../runtime/library/folders.ts'
import { openLibrary } from '../../../../runtime/library/library.ts'
import type { RunStore } from '../../../../runtime/store/run-store.ts'
import type { Store } from '../../../../runtime/store/store.ts'
import { freshFolder, openSound, reopened } from '../../store/fresh.ts'
import * as toys from '../../toy-workload.ts'

/** Writes a number to a file, slowly. */
const workflow = (value: number, ms = 0): string =>
  JSON.stringify({
    nodes: [
      { id: 1, type: 'Number', outputs: [{ name: 'NUMBER', type: 'NUMBER', links: [1] }], widgets_values: [value] },
      {
        id: 2,
        type: 'Slow',
        inputs: [{ name: 'number', type: 'NUMBER', link: 1 }],
        outputs: [{ name: 'NUMBER', type: 'NUMBER', links: [2] }],
        widgets_values: [3, ms],
      },
      { id: 3, type: 'Write', inputs: [{ name: 'number', type: 'NUMBER', link: 2 }], widgets_values: [`n${value}`] },
    ],
    links: [
      [1, 1, 0, 2, 0, 'NUMBER'],
      [2, 2, 0, 3, 0, 'NUMBER'],
    ],
    version: 0.4,
  })

let folder: string
let store: Store
let host: ProcessHost
let told: string[]
let recorded: RunRecord[]

beforeEach(() => {
  folder = freshFolder()
  mkdirSync(join(folder, 'out'))
  store = openSound(folder)
  const settings = { folders: modelsRoot(folder) }
  host = new ProcessHost({ start: () => inProcess(toys), settings, grace: 200 })
  ;[told, recorded] = [[], []]
})
afterEach(() => host.close())

/** @param onEvent  sees each event as a window does */
function open(stored: Partial<RunStore> = {}, onEvent: (event: RunEvent) => void = () => {}, previews = false): Runs {
  const library = openLibrary(modelsRoot(folder))
  return createRuns({
    engine: async () => ({ host, library }),
    folders: () => ({ output: join(folder, 'out'), temp: join(folder, 'temp') }),
    previews: () => previews,
    store: { ...store.runs, ...stored },
    onQueue() {},
    onEvent(_run, event) {
      onEvent(event)
      if (event.kind === 'error') told.push(event.error.message)
      if (event.kind === 'run-end') told.push(event.status)
    },
    onRecord: record => recorded.push(record),
  })
}

const ask = (runs: Runs, value: number, more: { live?: 'edit' | 'draft'; ms?: number } = {}) =>
  runs.start({ title: `n${value}`, text: workflow(value, more.ms), document: 'tab', live: more.live }).id

const full = (): never => {
  throw new Error('the disk is full')
}

describe('a run', () => {
  test('is in the store before it is acknowledged, and its picture before a window is told of it', async () => {
    const seen: unknown[] = []
    const runs = open({}, event => {
      if (event.kind === 'image') seen.push(store.runs.shown('tab')['3']?.map(({ filename }) => filename))
      if (event.kind === 'run-end') seen.push(store.runs.list({ limit: 9 }).map(({ status }) => status))
    })
    ask(runs, 1)
    const second = ask(runs, 2)
    expect(store.runs.text(second)).toBe(workflow(2))
    await runs.idle()
    expect(seen).toEqual([['n1.txt'], ['done'], ['n2.txt'], ['done', 'done']])
    expect(recorded.map(({ title, document, status }) => [title, document, status])).toEqual([
      ['n1', 'tab', 'done'],
      ['n2', 'tab', 'done'],
    ])
  })

  test('that cannot be stored is not started, and the one who asks is told', async () => {
    const runs = open({ add: full })
    expect(() => ask(runs, 1)).toThrow('the disk is full')
    expect(runs.queue).toEqual([])
  })

  test('that programs ask for at the same time is stored with the others in one write', async () => {
    let writes = 0
    const together = <T>(work: () => T): T => {
      writes++
      return store.runs.together(work)
    }
    const runs = open({ together })
    const order = (value: number) => ({ title: `n${value}`, text: workflow(value), document: null })
    const started = await Promise.all([1, 2, 3].map(value => runs.startTogether(order(value))))
    expect([writes, started.map(({ number }) => number)]).toEqual([1, [0, 1, 2]])
    await runs.idle()
    expect(recorded.map(({ title }) => title)).toEqual(['n1', 'n2', 'n3'])
  })

  test('that cannot be stored with the others is not started, and each one who asked is told', async () => {
    const runs = open({ add: full })
    const asked = ['a', 'b'].map(title => runs.startTogether({ title, text: '{}', document: null }))
    expect(await Promise.allSettled(asked)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    expect(runs.queue).toEqual([])
  })

  test('whose picture and end cannot be stored says so, shows the picture, and the next run begins', async () => {
    const pictures: string[] = []
    const runs = open({ addPicture: full, end: full }, event => {
      if (event.kind === 'image') pictures.push(event.image.filename)
    })
    for (const value of [1, 2]) ask(runs, value)
    await runs.idle()
    expect(pictures).toEqual(['n1.txt', 'n2.txt'])
    expect(told).toEqual([
      'the disk is full',
      'the disk is full',
      'done',
      'the disk is full',
      'the disk is full',
      'done',
    ])
  })

  test('that waits is dropped from the store when it is cancelled', async () => {
    const runs = open()
    ask(runs, 1)
    runs.cancel(ask(runs, 2))
    await runs.idle()
    expect(told).toEqual(['cancelled', 'done'])
    expect(store.runs.list({ limit: 9 }).map(({ title }) => title)).toEqual(['n1'])
  })
})

test('a run that is cancelled while its workflow is read or planned ends as cancelled, without an error', async () => {
  const { nodes, ...rest } = JSON.parse(workflow(1, 500))
  const more = Array.from({ length: 4000 }, (_, i) => ({ id: 4 + i, type: 'Number', widgets_values: [i] }))
  const text = JSON.stringify({ ...rest, nodes: [...nodes, ...more] })
  const runs = open()
  for (const turns of [0, 1, 3, 6, 10]) {
    const { id } = runs.start({ title: 'long', text, document: 'tab' })
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
    runs.cancel(id)
    await runs.idle()
  }
  expect(told).toEqual(Array(5).fill('cancelled'))
})

describe('live mode', () => {
  test('leaves edits that were not cancelled in the history, and no drafts', async () => {
    const runs = open()
    ask(runs, 1, { live: 'draft' })
    ask(runs, 2, { live: 'edit' })
    await runs.idle()
    runs.cancel(ask(runs, 3, { live: 'edit', ms: 200 }))
    await runs.idle()
    expect(told).toEqual(['done', 'done', 'cancelled'])
    expect(store.runs.list({ limit: 9 }).map(({ title }) => title)).toEqual(['n2'])
    expect(store.runs.left()).toEqual([])
  })
})

describe('a run that a newer one overtakes', () => {
  const decoding = workflow(7).replace('"Slow"', '"Decode"').replace('[3,0]', '[0]')
  const live = { title: 'n7', text: decoding, document: 'tab', live: 'edit' } as const

  test('ends after its preview, says so, and leaves nothing in the history', async () => {
    const ends: unknown[] = []
    const runs = open({}, event => event.kind === 'run-end' && ends.push(event.isOvertaken), true)
    runs.overtake(runs.start(live).id)
    await runs.idle()
    runs.start(live)
    await runs.idle()
    expect([told, ends]).toEqual([
      ['cancelled', 'done'],
      [true, undefined],
    ])
    expect(recorded.map(({ status }) => status)).toEqual(['done'])
  })

  test('is only the one in progress', async () => {
    const runs = open({}, undefined, true)
    runs.start(live)
    runs.overtake(ask(runs, 2))
    runs.overtake('unknown')
    await runs.idle()
    expect(told).toEqual(['done', 'done'])
  })
})

describe('a program that ends', () => {
  test('leaves the run in progress and those that wait for the next one, which continues when it is told to', async () => {
    const first = open()
    for (const value of [1, 2]) ask(first, value, { ms: 200 })
    first.close()
    await first.idle()
    store = reopened(store, folder)
    const second = open()
    expect(second.queue.map(({ title, state }) => `${title} ${state}`)).toEqual(['n1 held', 'n2 held'])
    expect(store.runs.list({ limit: 9 })).toMatchObject([{ title: 'n1', status: 'interrupted' }])
    told = []
    second.continue()
    await second.idle()
    expect(told).toEqual(['done', 'done'])
    expect(store.runs.list({ limit: 9 }).map(({ title, status }) => `${title} ${status}`)).toEqual([
      'n2 done',
      'n1 done',
      'n1 interrupted',
    ])
  })
})
