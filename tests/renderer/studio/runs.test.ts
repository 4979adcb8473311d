import { describe, expect, test } from 'vitest'
import { createRuns } from '../../../renderer/studio/runs.ts'
import type { RunEvent } from '../../../runtime/contract/run-event.ts'

const start: RunEvent = { kind: 'run-start', nodes: 3 }
const image = (filename: string): RunEvent => ({
  kind: 'image',
  node: '9',
  image: { filename, subfolder: '', type: 'output', path: `/out/${filename}` },
})
const end: RunEvent = { kind: 'run-end', status: 'done', ms: 5 }
const nodeStart: RunEvent = { kind: 'node-start', node: '4', type: 'KSampler', title: 'KSampler' }

describe('what runs leave on a document', () => {
  test('is kept node by node', () => {
    const runs = createRuns()
    runs.follow('r', 'd')
    for (const event of [start, { kind: 'cached', nodes: ['1'], took: {} } as const, nodeStart])
      runs.receive('r', event)
    runs.receive('r', { kind: 'progress', node: '4', step: 2, of: 8, secondsLeft: 3 })
    const view = runs.store.getState().views.d!
    expect(view).toMatchObject({ status: 'running', total: 3, finished: 1 })
    expect(view.nodes['4']).toMatchObject({ state: 'running', step: 2, of: 8, secondsLeft: 3 })
    expect(view.nodes['1']!.state).toBe('cached')
  })

  test('include events that arrive before the answer with the id of the run', () => {
    const runs = createRuns()
    runs.receive('r', start)
    runs.receive('r', image('a.png'))
    runs.follow('r', 'd')
    expect(runs.store.getState().views.d!.status).toBe('running')
    expect(runs.store.getState().pictures.d!['9']).toHaveLength(1)
  })

  test('gathers the cells of a grid, and keeps them while another run goes on', () => {
    const runs = createRuns()
    const cell = { at: [0], overrides: [], picture: null, seconds: 0.3, reused: false, error: null }
    runs.follow('r', 'd')
    const grid = { node: '9', axes: [], cells: 2 }
    for (const event of [start, { kind: 'grid', grid } as const, { kind: 'cell', node: '9', cell } as const, end])
      runs.receive('r', event)
    runs.follow('next', 'd')
    runs.receive('next', start)
    expect(runs.store.getState().views.d!.grids['9']).toMatchObject({ cells: 2, done: [cell] })
    runs.receive('next', { kind: 'grid', grid })
    expect(runs.store.getState().views.d!.grids['9']!.done).toEqual([])
  })

  test('shows the run whose turn it is, not the last one that was queued', () => {
    const runs = createRuns()
    runs.follow('first', 'd')
    runs.receive('first', start)
    runs.follow('second', 'd')
    runs.receive('first', nodeStart)
    expect(runs.store.getState().views.d!.run).toBe('first')
    runs.receive('first', end)
    runs.receive('second', start)
    expect(runs.store.getState().views.d!.run).toBe('second')
  })

  test('keeps the old picture until the next run has one', () => {
    const runs = createRuns()
    const shown = () => runs.store.getState().pictures.d?.['9']?.map(({ filename }) => filename)
    for (const [run, name] of [
      ['one', 'a.png'],
      ['two', 'b.png'],
    ] as const) {
      runs.follow(run, 'd')
      runs.receive(run, start)
      if (run === 'two') expect(shown()).toEqual(['a.png'])
      runs.receive(run, image(name))
      runs.receive(run, end)
    }
    expect(shown()).toEqual(['b.png'])
  })

  test('a run that was cancelled leaves no node running', () => {
    const runs = createRuns()
    runs.follow('r', 'd')
    runs.receive('r', start)
    runs.receive('r', nodeStart)
    runs.receive('r', { kind: 'run-end', status: 'cancelled', ms: 1 })
    expect(runs.store.getState().views.d!.nodes).toEqual({})
  })

  test('an error is on its node', () => {
    const runs = createRuns()
    runs.follow('r', 'd')
    const error = { node: '4', type: null, title: null, input: null, code: 'x', file: null, message: 'no', stack: null }
    runs.receive('r', { kind: 'error', error })
    expect(runs.store.getState().views.d).toMatchObject({ errors: [error], nodes: { 4: { state: 'failed' } } })
  })

  test('has a strip of the steps, which stays while the node need not run again', () => {
    const runs = createRuns()
    const strip = () => runs.store.getState().views.d!.strips['4']?.map(({ step }) => step)
    const preview = (step: number): RunEvent => ({ kind: 'preview', node: '4', jpeg: Uint8Array.of(step), step, of: 2 })
    runs.follow('one', 'd')
    for (const event of [start, nodeStart, preview(1), preview(2)]) runs.receive('one', event)
    expect(runs.store.getState().views.d!.unfinished).toEqual({ node: '4', url: 'data:image/jpeg;base64,Ag==' })
    runs.receive('one', end)
    expect(runs.store.getState().views.d!.unfinished).toBeNull()
    runs.follow('two', 'd')
    for (const event of [start, { kind: 'cached', nodes: ['4'], took: {} } as const]) runs.receive('two', event)
    expect(strip()).toEqual([1, 2])
    runs.receive('two', nodeStart)
    expect(strip()).toEqual([])
  })

  test('has a strip of bounded length for many steps, from the first to the last', () => {
    const runs = createRuns()
    runs.follow('r', 'd')
    runs.receive('r', nodeStart)
    for (let step = 1; step <= 200; step++)
      runs.receive('r', { kind: 'preview', node: '4', jpeg: new Uint8Array(), step, of: 200 })
    const steps = runs.store.getState().views.d!.strips['4']!.map(({ step }) => step)
    expect(steps.length).toBeLessThanOrEqual(24)
    expect([steps[0], steps.at(-1)]).toEqual([1, 200])
  })
})
