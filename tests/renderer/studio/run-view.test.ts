import { describe, expect, test } from 'vitest'
import { emptyWorkflow } from '../../../graph/workflow.ts'
import { isUnderWay, type NodeProgress, nextView, type RunView, waiting } from '../../../renderer/studio/run-view.ts'
import type { RunError, RunEvent } from '../../../runtime/contract/run-event.ts'

const drawn = { ...emptyWorkflow, id: 'as it was drawn' }
const fresh = waiting('r', drawn, undefined)
const viewAfter = (...events: readonly RunEvent[]): RunView => events.reduce(nextView, fresh)

const start: RunEvent = { kind: 'run-start', nodes: 3 }
const nodeStart = (node: string): RunEvent => ({ kind: 'node-start', node, type: 'KSampler', title: 'KSampler' })
const progress = (node: string, step: number): RunEvent => ({ kind: 'progress', node, step, of: 8, secondsLeft: 3 })
const nodeDone = (node: string): RunEvent => ({ kind: 'node-done', node, ms: 40, loadMs: 10, device: 'cpu' })
const preview = (node: string, step: number, of = 2): RunEvent => ({
  kind: 'preview',
  node,
  jpeg: Uint8Array.of(step),
  step,
  of,
})
const decodePreview = (index: number, byte = index): RunEvent => ({
  kind: 'decode-preview',
  node: '5',
  jpeg: Uint8Array.of(byte),
  index,
})
const image: RunEvent = {
  kind: 'image',
  node: '6',
  image: { filename: 'a.png', subfolder: '', type: 'temp', path: '/a.png' },
}
const frame = (node: string, step: number, base64: string) => ({
  node,
  step,
  of: 2,
  url: `data:image/jpeg;base64,${base64}`,
})
const notice = (node: string, message: string): RunEvent => ({ kind: 'notice', node, message })
const error = (node: string | null): RunError => ({
  node,
  type: null,
  title: null,
  input: null,
  code: 'x',
  file: null,
  message: 'no',
  stack: null,
})
const running: NodeProgress = { state: 'running', step: 0, of: 0, secondsLeft: null, ms: null, texts: {} }

describe('the view of a run', () => {
  test('that waits has nothing but its document, and what the run before left', () => {
    const nothing = {
      nodes: {},
      total: 0,
      finished: 0,
      errors: [],
      ms: null,
      strips: {},
      experts: {},
      grids: {},
      unfinished: null,
    }
    expect(fresh).toEqual({ run: 'r', drawn, status: 'waiting', ...nothing })
    const before = viewAfter(
      start,
      nodeStart('4'),
      preview('4', 1),
      { kind: 'error', error: error('4') },
      nodeDone('5'),
    )
    expect(waiting('next', emptyWorkflow, before)).toEqual({
      run: 'next',
      drawn: emptyWorkflow,
      status: 'waiting',
      ...nothing,
      strips: before.strips,
    })
  })

  test('is under way while it waits and while it runs', () => {
    const ended = (['done', 'failed', 'cancelled'] as const).map(status =>
      viewAfter({ kind: 'run-end', status, ms: 1 }),
    )
    expect([fresh, viewAfter(start), ...ended].map(isUnderWay)).toEqual([true, true, false, false, false])
  })

  test('follows each node from its start over its steps to its end', () => {
    expect(viewAfter(start)).toEqual({ ...fresh, status: 'running', total: 3 })
    expect(viewAfter(start, nodeStart('4')).nodes).toEqual({ 4: running })
    const atWork = { ...running, step: 2, of: 8, secondsLeft: 3 }
    expect(viewAfter(nodeStart('4'), progress('4', 2)).nodes).toEqual({ 4: atWork })
    const view = viewAfter(nodeStart('4'), progress('4', 8), nodeDone('4'), nodeStart('5'))
    expect(view.nodes).toEqual({ 4: { ...atWork, step: 8, state: 'done', secondsLeft: null, ms: 40 }, 5: running })
    expect(view.finished).toBe(1)
  })

  test('counts a node whose progress is the first thing it reports, as a grid’s is', () => {
    expect(viewAfter(progress('9', 1)).nodes).toEqual({ 9: { ...running, step: 1, of: 8, secondsLeft: 3 } })
  })

  test('a node that starts again begins anew', () => {
    expect(viewAfter(nodeStart('4'), progress('4', 2), notice('4', 'a'), nodeStart('4')).nodes).toEqual({ 4: running })
  })

  test('counts reused nodes as finished', () => {
    const view = viewAfter(nodeDone('4'), { kind: 'cached', nodes: ['1', '2'], took: {} })
    expect(view.finished).toBe(3)
    const cached = { ...running, state: 'cached' }
    expect(view.nodes).toMatchObject({ 1: cached, 2: cached, 4: { state: 'done' } })
  })

  test('keeps the last text of each node, and pictures elsewhere', () => {
    const view = viewAfter(notice('4', 'first'), notice('4', 'second'), notice('5', 'other'))
    expect(view.nodes).toEqual({
      4: { ...running, texts: { notice: notice('4', 'second') } },
      5: { ...running, texts: { notice: notice('5', 'other') } },
    })
    const image = { filename: 'a.png', subfolder: '', type: 'output', path: '/a.png' } as const
    expect(nextView(view, { kind: 'image', node: '4', image })).toBe(view)
  })

  test('shows an error of a node in a subgraph on the node of the subgraph', () => {
    const drawn = { ...emptyWorkflow, nodes: [{ id: 10, type: 'a subgraph' }] }
    const view = nextView({ ...fresh, drawn }, { kind: 'error', error: error('10:5:7') })
    expect(view.errors).toEqual([error('10')])
    expect(view.nodes).toEqual({ 10: { ...running, state: 'failed' } })
  })

  test('shows the progress, texts and frames of the nodes in a subgraph on the node of the subgraph', () => {
    const drawn = { ...emptyWorkflow, nodes: [{ id: 10, type: 'a subgraph' }] }
    const after = (...events: readonly RunEvent[]) => events.reduce(nextView, { ...fresh, drawn })
    const sampling = [nodeStart('10:4'), notice('10:4', 'a'), progress('10:4', 2), preview('10:4', 2)]
    const running10 = after({ kind: 'cached', nodes: ['10:1', '10:2'], took: {} }, ...sampling)
    expect(running10.nodes).toMatchObject({ 10: { state: 'running', step: 2, of: 8, texts: { notice: {} } } })
    expect(Object.keys(running10.nodes)).toEqual(['10'])
    expect(running10.unfinished?.node).toBe('10')
    const decoding = [nodeDone('10:4'), nodeStart('10:5')].reduce(nextView, running10)
    expect(decoding.strips).toEqual({ 10: [frame('10:4', 2, 'Ag==')] })
    expect(nextView(decoding, nodeDone('10:5')).nodes).toMatchObject({
      10: { state: 'done', ms: 80, texts: { notice: {} } },
    })
    const second = [preview('10:7', 1), preview('10:7', 2)].reduce(nextView, decoding)
    expect(second.strips['10']).toEqual([frame('10:7', 1, 'AQ=='), frame('10:7', 2, 'Ag==')])
    expect(nextView(second, nodeStart('10:7')).strips).toEqual({ 10: [] })
  })

  test('has every error, and marks the node of those that have one', () => {
    const view = viewAfter({ kind: 'error', error: error('4') }, { kind: 'error', error: error(null) })
    expect(view.errors).toEqual([error('4'), error(null)])
    expect(view.nodes).toEqual({ 4: { ...running, state: 'failed' } })
  })

  test('ends with no node running and no unfinished picture', () => {
    const all = [start, nodeStart('4'), nodeDone('4'), { kind: 'error', error: error('5') }, nodeStart('6')] as const
    const view = viewAfter(...all, preview('6', 1), { kind: 'run-end', status: 'cancelled', ms: 7 })
    expect(view).toMatchObject({ status: 'cancelled', ms: 7, unfinished: null })
    expect(Object.keys(view.nodes)).toEqual(['4', '5'])
  })

  test('has a film strip for each node, as data URLs, and the newest frame as the unfinished picture', () => {
    const view = viewAfter(nodeStart('4'), preview('4', 1), preview('4', 2), preview('5', 1))
    expect(view.strips).toEqual({ 4: [frame('4', 1, 'AQ=='), frame('4', 2, 'Ag==')], 5: [frame('5', 1, 'AQ==')] })
    expect(view.unfinished).toEqual({ node: '5', urls: ['data:image/jpeg;base64,AQ=='], isDecoding: false })
    expect(nextView(view, nodeStart('4')).strips).toEqual({ 4: [], 5: [frame('5', 1, 'AQ==')] })
  })

  test('sorts frames by step when previews arrive in another order, and shows the one of the latest step', () => {
    const view = viewAfter(preview('4', 2), preview('4', 1), preview('4', 3))
    expect(view.strips['4']!.map(({ step }) => step)).toEqual([1, 2, 3])
    const late = viewAfter(preview('4', 2), preview('4', 1))
    expect(late.unfinished).toEqual(viewAfter(preview('4', 2)).unfinished)
  })

  test('keeps all of 24 frames, and of more every second one', () => {
    const steps = (count: number) =>
      viewAfter(...Array.from({ length: count }, (_, i) => preview('4', i + 1, count))).strips['4']!.map(
        ({ step }) => step,
      )
    expect(steps(24)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1))
    expect(steps(25)).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25])
    expect(steps(200).length).toBeLessThanOrEqual(24)
    expect([steps(200)[0], steps(200).at(-1)]).toEqual([1, 200])
  })

  test('changes with each event only where the event belongs', () => {
    const grid = { kind: 'grid', grid: { node: '9', axes: [], cells: 2 } } as const
    const view = viewAfter(start, nodeStart('4'), preview('4', 1), { kind: 'error', error: error('5') }, grid)
    const changedBy = (event: RunEvent) => {
      const after = nextView(view, event)
      return (Object.keys(view) as (keyof RunView)[]).filter(key => after[key] !== view[key]).join(' ')
    }
    expect(changedBy({ kind: 'cached', nodes: ['1'], took: {} })).toBe('nodes finished')
    expect(changedBy(nodeStart('6'))).toBe('nodes strips')
    expect(changedBy(progress('4', 2))).toBe('nodes')
    expect(changedBy(preview('4', 2))).toBe('strips unfinished')
    expect(changedBy(nodeDone('4'))).toBe('nodes finished')
    expect(changedBy({ kind: 'error', error: error('4') })).toBe('nodes errors')
    expect(changedBy(grid)).toBe('grids')
    expect(changedBy(notice('4', 'a'))).toBe('nodes')
    expect(changedBy({ kind: 'run-end', status: 'done', ms: 1 })).toBe('status nodes ms unfinished')
  })

  test('gathers the cells of a grid, and begins with none when it is drawn again', () => {
    const cell = { at: [0], overrides: [], picture: null, seconds: 0.3, reused: false, error: null }
    const grid = { kind: 'grid', grid: { node: '9', axes: [], cells: 2 } } as const
    const view = viewAfter(grid, { kind: 'cell', node: '9', cell }, { kind: 'cell', node: 'unknown', cell })
    expect(view.grids).toEqual({ 9: { node: '9', axes: [], cells: 2, drawn, done: [cell] } })
    expect(nextView(view, grid).grids['9']!.done).toEqual([])
  })
})

describe('the preview of a latent that is decoded', () => {
  const [first, second] = ['data:image/jpeg;base64,AA==', 'data:image/jpeg;base64,AQ==']
  const sampled = [start, nodeStart('4'), preview('4', 2), nodeDone('4'), nodeStart('5')] as const

  test('takes the place of the last step, picture by picture', () => {
    const one = viewAfter(...sampled, decodePreview(0))
    expect(one.unfinished).toEqual({ node: '5', urls: [first], isDecoding: true })
    expect(nextView(one, decodePreview(1)).unfinished?.urls).toEqual([first, second])
    expect(nextView(one, decodePreview(0, 1)).unfinished?.urls).toEqual([second])
  })

  test('stays when the preview of the last step comes late, which joins the film strip', () => {
    const view = viewAfter(...sampled, decodePreview(0), preview('4', 1))
    expect(view.unfinished).toEqual({ node: '5', urls: [first], isDecoding: true })
    expect(view.strips['4']!.map(({ step }) => step)).toEqual([1, 2])
  })

  test('makes room for a later sampler', () => {
    const view = viewAfter(...sampled, decodePreview(0), nodeStart('7'), preview('7', 1))
    expect(view.unfinished).toEqual({ node: '7', urls: [second], isDecoding: false })
  })

  test('is gone with the exact picture, with a cancel and with a failure', () => {
    const shown = viewAfter(...sampled, decodePreview(0))
    expect(nextView(shown, image).unfinished).toBeNull()
    for (const status of ['cancelled', 'failed'] as const)
      expect(nextView(shown, { kind: 'run-end', status, ms: 1 }).unfinished).toBeNull()
  })

  test('stays after a run that a newer one overtook, until that shows something', () => {
    const overtaken = viewAfter(...sampled, decodePreview(0), {
      kind: 'run-end',
      status: 'cancelled',
      ms: 1,
      isOvertaken: true,
    })
    const next = waiting('s', drawn, overtaken)
    expect(next.unfinished).toEqual({ node: '5', urls: [first], isDecoding: true })
    expect(nextView(next, image).unfinished).toBeNull()
    expect(waiting('s', drawn, viewAfter(...sampled, decodePreview(0))).unfinished).toBeNull()
  })
})
