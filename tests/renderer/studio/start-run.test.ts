import { expect, test } from 'vitest'
import { addNote } from '../../../graph/edit/nodes.ts'
import type { DocumentHandle } from '../../../renderer/studio/document-handle.ts'
import { firstValues, openStudio, textOf } from '../open-studio.ts'

const sampler = (seed: number) => textOf(['KSampler', seed, 'increment', 20, 8, 'euler', 'normal', 1])

/** Two documents whose seeds go up by one after each run; A runs, and something happens while its run is queued. */
async function run(meanwhile: (a: DocumentHandle, b: DocumentHandle) => void, fails = false) {
  const opened = openStudio({
    'run:start': () => {
      meanwhile(a, b)
      if (fails) throw new Error('The queue is full.')
      return 'run 1'
    },
  })
  const { studio } = opened
  const a = studio.documents.open({ title: 'A', path: null, text: sampler(100) })
  const b = studio.documents.open({ title: 'B', path: null, text: sampler(500) })
  a.show()
  const id = await a.run()
  return { ...opened, a, b, id, seeds: firstValues(studio) }
}

test('the seed advances in the document that runs, whichever is in front when its run is queued', async () => {
  const { id, seeds, studio, a } = await run((_, b) => b.show())
  expect(id).toBe('run 1')
  expect(seeds).toEqual({ A: 101, B: 500 })
  expect(Object.keys(studio.runs.store.getState().views)).toEqual([a.id])
})

test('when the document is closed before its run is queued, no other document changes and none is opened', async () => {
  expect((await run(a => a.close())).seeds).toEqual({ B: 500 })
  const both = await run((a, b) => {
    b.close()
    a.close()
  })
  expect(both.seeds).toEqual({})
})

test('the text of a run is the document as it was when the run was asked for', async () => {
  const { asked } = await run(a => a.change('Add note', addNote('later', [0, 0])))
  const [request] = asked.find(({ channel }) => channel === 'run:start')!.args as [{ text: string }]
  expect(JSON.parse(request.text).nodes).toHaveLength(1)
  expect(Object.keys(request)).toEqual(['text', 'title', 'document'])
})

test('a run that could not be queued is reported, and no seed advances', async () => {
  const { id, seeds, studio } = await run(() => {}, true)
  expect(id).toBeNull()
  expect(seeds).toEqual({ A: 100, B: 500 })
  expect(studio.notices.store.getState().notices).toMatchObject([{ tone: 'bad', message: 'The queue is full.' }])
})

test('what was undone before a run can be redone after it', async () => {
  const { studio } = openStudio({ 'run:start': () => 'run 1' })
  const document = studio.documents.open({ title: 'A', path: null, text: sampler(100) })
  document.change('Add note', addNote('later', [0, 0]))
  document.undo()
  await document.run()
  expect(firstValues(studio)).toEqual({ A: 101 })
  document.redo()
  expect(document.read().present.nodes).toHaveLength(2)
  document.undo()
  expect(firstValues(studio)).toEqual({ A: 101 })
})

test('a live run keeps the seed: two answers can be compared', async () => {
  const { studio, asked } = openStudio({ 'run:start': () => 'run 1' })
  const document = studio.documents.open({ title: 'A', path: null, text: sampler(100) })
  await document.run({ live: 'edit' })
  expect(firstValues(studio)).toEqual({ A: 100 })
  expect(asked.find(({ channel }) => channel === 'run:start')?.args).toMatchObject([{ title: 'A', live: 'edit' }])
})
