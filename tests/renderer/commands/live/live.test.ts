import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Change } from '../../../../graph/edit/change.ts'
import { setWidget } from '../../../../graph/edit/widgets.ts'
import { text } from '../../../../graph/node.ts'
import { emptyWorkflow, writeWorkflow } from '../../../../graph/workflow.ts'
import { keepLive } from '../../../../renderer/commands/live/live.ts'
import { createDocuments } from '../../../../renderer/studio/documents.ts'
import { createRuns } from '../../../../renderer/studio/runs.ts'
import { startRun } from '../../../../renderer/studio/start-run.ts'
import type { Draft, Studio } from '../../../../renderer/studio/studio.ts'
import type { RunEvent } from '../../../../runtime/contract/run-event.ts'

const spec = {
  type: 'Text',
  title: '',
  about: '',
  category: '',
  inputs: { text: text() },
  outputs: {},
  isOutput: true,
}
const say = (words: string): Change => setWidget(spec, 1, 'text', words)

/** A window with one text in live mode, and a program that runs nothing until it is told to. */
function studioWithText() {
  const asked: { readonly words: string; readonly live: string }[] = []
  const cancelled: string[] = []
  const overtaken: string[] = []
  const listeners = new Set<(data: { run: string; event: RunEvent }) => void>()
  const documents = createDocuments((document, wish) => startRun(studio, document, wish))
  const nodes = [{ id: 1, type: 'Text', widgets_values: ['start'] }]
  const document = documents.open({ title: 'a', path: null, text: writeWorkflow({ ...emptyWorkflow, nodes }) })
  const layout = createStore(() => ({ live: false }))
  const draft = createStore<Draft>(() => ({ edit: null }))
  const studio: Studio = {
    documents,
    draft,
    layout: { store: layout },
    runs: createRuns(),
    specs: new Map([['Text', spec]]),
    attempt: async (action: () => unknown) => void (await action()),
    api: {
      on: (_: string, listener: (data: { run: string; event: RunEvent }) => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      async request(channel: string, argument: unknown) {
        if (channel === 'run:cancel') return void cancelled.push(String(argument))
        if (channel === 'run:overtake') return void overtaken.push(String(argument))
        const { text, live } = argument as { text: string; live: string }
        asked.push({ words: JSON.parse(text).nodes[0].widgets_values[0], live })
        return `run ${asked.length}`
      },
    },
  } as unknown as Studio
  const end = keepLive(studio)
  return {
    document,
    cancelled,
    overtaken,
    end,
    words: () => asked.map(({ words, live }) => (live === 'draft' ? `${words}…` : words)),
    draw: (words: string) => draft.setState({ edit: { document, change: say(words) } }),
    giveUp: () => draft.setState({ edit: null }),
    /** The pen comes up: the edit is in the document before its draft is gone. */
    async lift(words: string) {
      document.change('Draw', say(words))
      draft.setState({ edit: null })
      await vi.advanceTimersByTimeAsync(0)
    },
    async goLive() {
      layout.setState({ live: true })
      await vi.advanceTimersByTimeAsync(0)
    },
    async type(words: string) {
      document.change('Type', say(words))
      await vi.advanceTimersByTimeAsync(150)
    },
    async ends(run: string, status: 'done' | 'failed' | 'cancelled' = 'done', code?: string) {
      const events: RunEvent[] = [{ kind: 'run-end', status, ms: 1 }]
      if (code) events.unshift({ kind: 'error', error: { code } as never })
      for (const event of events) for (const listener of listeners) listener({ run, event })
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

let window: ReturnType<typeof studioWithText>
beforeEach(async () => {
  vi.useFakeTimers()
  window = studioWithText()
  await window.goLive()
})
afterEach(() => {
  window.end()
  vi.useRealTimers()
})

test('switched on, it runs once; an edit runs after a moment’s rest, a move does not', async () => {
  expect(window.words()).toEqual(['start'])
  await window.ends('run 1')
  await window.type('a')
  expect(window.words()).toEqual(['start', 'a'])
  await window.ends('run 2')
  window.document.change('Move', draft => {
    draft.nodes[0]!.pos = [1, 1]
  })
  await vi.advanceTimersByTimeAsync(500)
  expect(window.words()).toEqual(['start', 'a'])
})

test('an edit cancels the stale run at once, and of many edits only the newest runs', async () => {
  for (const words of ['a', 'b', 'c']) await window.type(words)
  expect(window.cancelled).toEqual(['run 1'])
  expect(window.words()).toEqual(['start'])
  await window.ends('run 1', 'cancelled')
  expect(window.words()).toEqual(['start', 'c'])
})

test('drafts let each other show something: the picture follows the hand', async () => {
  await window.ends('run 1')
  for (const words of ['a', 'b', 'c']) window.draw(words)
  await vi.advanceTimersByTimeAsync(0)
  expect([window.cancelled, window.overtaken]).toEqual([[], ['run 2']])
  await window.ends('run 2')
  expect(window.words()).toEqual(['start', 'a…', 'c…'])
})

test('when the pen comes up its stroke runs at once, in place of the draft', async () => {
  await window.ends('run 1')
  window.draw('a')
  await window.lift('ab')
  expect(window.cancelled).toEqual(['run 2'])
  await window.ends('run 2', 'cancelled')
  expect(window.words()).toEqual(['start', 'a…', 'ab'])
})

test('a draft that was the whole stroke is not cancelled', async () => {
  await window.ends('run 1')
  window.draw('a')
  await window.lift('a')
  expect(window.cancelled).toEqual([])
  await window.ends('run 2')
  expect(window.words()).toEqual(['start', 'a…', 'a'])
})

test('when a stroke is given up the picture goes back to what the document holds', async () => {
  await window.ends('run 1')
  window.draw('a')
  window.draw('ab')
  window.giveUp()
  await vi.advanceTimersByTimeAsync(0)
  expect(window.cancelled).toEqual(['run 2'])
  await window.ends('run 2', 'cancelled')
  expect(window.words()).toEqual(['start', 'a…', 'start'])
})

test('a run that the engine died under is asked for once more, not twice', async () => {
  await window.ends('run 1', 'failed', 'engine-stopped')
  expect(window.words()).toEqual(['start', 'start'])
  await window.ends('run 2', 'failed', 'engine-stopped')
  expect(window.words()).toEqual(['start', 'start'])
  await window.type('a')
  expect(window.words()).toEqual(['start', 'start', 'a'])
})

test('a run that fails otherwise is not asked for again', async () => {
  await window.ends('run 1', 'failed', 'bad-value')
  expect(window.words()).toEqual(['start'])
})
