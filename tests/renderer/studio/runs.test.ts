import { describe, expect, test } from 'vitest'
import { emptyWorkflow } from '../../../graph/workflow.ts'
import { createRuns } from '../../../renderer/studio/runs.ts'
import type { RunEvent } from '../../../runtime/contract/run-event.ts'

const start: RunEvent = { kind: 'run-start', nodes: 3 }
const image = (filename: string, node = '9'): RunEvent => ({
  kind: 'image',
  node,
  image: { filename, subfolder: '', type: 'output', path: `/out/${filename}` },
})
const end: RunEvent = { kind: 'run-end', status: 'done', ms: 5 }
const nodeStart: RunEvent = { kind: 'node-start', node: '4', type: 'KSampler', title: 'KSampler' }

/** The runs of a window, and what its documents show of them. */
function window() {
  const runs = createRuns()
  const receive = (run: string, ...events: readonly RunEvent[]) => {
    for (const event of events) runs.receive(run, event)
  }
  const view = (document = 'd') => runs.store.getState().views[document]
  const pictures = (document = 'd', node = '9') =>
    runs.store.getState().pictures[document]?.[node]?.map(({ filename }) => filename)
  return { ...runs, receive, view, pictures }
}

describe('what runs leave on a document', () => {
  test('is nothing before a run is queued', () => {
    expect(window().store.getState()).toEqual({ queue: [], views: {}, pictures: {} })
  })

  test('is the view of its run, beside those of other documents', () => {
    const { follow, receive, view } = window()
    const drawn = { ...emptyWorkflow, id: 'x' }
    follow('r', 'd', drawn)
    expect(view()).toMatchObject({ run: 'r', drawn, status: 'waiting' })
    follow('other', 'e')
    receive('r', start, nodeStart)
    expect(view()).toMatchObject({ status: 'running', nodes: { 4: { state: 'running' } } })
    expect(view('e')).toMatchObject({ run: 'other', drawn: emptyWorkflow, status: 'waiting' })
  })

  test('includes events that arrive before the answer with the id of the run', () => {
    const { follow, receive, view, pictures } = window()
    receive('r', start, image('a.png'))
    receive('other', start)
    follow('r', 'd')
    expect([view()!.status, pictures()]).toEqual(['running', ['a.png']])
    follow('r', 'd')
    expect(view()!.status).toBe('waiting')
  })

  test('shows a picture of a node in a subgraph on the node of the subgraph', () => {
    const { follow, receive, pictures } = window()
    follow('r', 'd')
    receive('r', start, image('a.png', '7:5'))
    expect(pictures('d', '7')).toEqual(['a.png'])
  })

  test('needs the early events of the newest 50 runs; those of the oldest are forgotten', () => {
    const { follow, receive, view } = window()
    for (let i = 0; i <= 50; i++) receive(`run ${i}`, start)
    for (const [run, status] of [
      ['run 0', 'waiting'],
      ['run 1', 'running'],
      ['run 50', 'running'],
    ] as const) {
      follow(run, run)
      expect(view(run)!.status).toBe(status)
    }
  })

  test('is that of the run whose turn it is, not of the last one that was queued', () => {
    const { follow, receive, view } = window()
    follow('first', 'd')
    receive('first', start)
    follow('second', 'd')
    expect(view()!.run).toBe('first')
    receive('first', nodeStart)
    expect(view()).toMatchObject({ run: 'first', status: 'running' })
    receive('second', start)
    expect(view()!.run).toBe('second')
  })

  test('is that of the next run at once when the one before has ended', () => {
    const { follow, receive, view } = window()
    follow('first', 'd')
    receive('first', start, end)
    expect(view()).toMatchObject({ run: 'first', status: 'done' })
    follow('second', 'd')
    expect(view()).toMatchObject({ run: 'second', status: 'waiting' })
  })

  test('does not change when a run that has ended reports more', () => {
    const { follow, receive, view } = window()
    follow('r', 'd')
    receive('r', start, end)
    const ended = view()
    receive('r', nodeStart)
    expect(view()).toBe(ended)
  })

  test('keeps the old pictures until the next run has one, and has all of one run', () => {
    const { follow, receive, pictures, store } = window()
    follow('one', 'd')
    receive('one', start, nodeStart, image('a.png'), image('b.png'), image('c.png', '8'), end)
    expect(Object.keys(store.getState().pictures.d!)).toEqual(['8', '9'])
    expect([pictures(), pictures('d', '8')]).toEqual([['a.png', 'b.png'], ['c.png']])
    follow('two', 'd')
    receive('two', start)
    expect(pictures()).toEqual(['a.png', 'b.png'])
    receive('two', image('d.png'))
    expect([pictures(), pictures('d', '8')]).toEqual([['d.png'], ['c.png']])
  })

  test('has its own pictures: a run of another document takes none away', () => {
    const { follow, receive, pictures, addPicture } = window()
    follow('one', 'd')
    follow('two', 'e')
    receive('one', start, image('a.png'))
    receive('two', start, image('x.png'))
    receive('one', image('b.png'))
    addPicture('e', '9', { filename: 'y.png', subfolder: '', type: 'temp' })
    expect([pictures('d'), pictures('e')]).toEqual([
      ['a.png', 'b.png'],
      ['x.png', 'y.png'],
    ])
  })

  test('tells when it is known what a run draws that waits behind another', () => {
    const { follow, receive, drawnIn, store } = window()
    follow('r1', 'd')
    receive('r1', start)
    let told: unknown
    store.subscribe(() => {
      told = drawnIn('r2')
    })
    follow('r2', 'd', emptyWorkflow)
    expect(told).toBe(emptyWorkflow)
  })

  test('stands beside the queue of the program', () => {
    const { setQueue, store } = window()
    const queue = [{ id: 'r', title: 'a fox', document: null, state: 'running', queued: 1 } as const]
    setQueue(queue)
    expect(store.getState().queue).toBe(queue)
  })
})
