import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunError, RunEvent } from '../../../../runtime/contract/run-event.ts'
import { type Screen, showRun } from '../../../../server/cli/run/show-run.ts'

const image = (path: string) => ({ filename: 'a.png', subfolder: '', type: 'output' as const, path })
const error: RunError = {
  node: '3',
  type: 'KSampler',
  title: 'KSampler',
  input: null,
  code: 'x',
  file: null,
  message: 'it went wrong',
  stack: 'at somewhere',
}
const events: readonly RunEvent[] = [
  { kind: 'run-start', nodes: 2 },
  { kind: 'node-start', node: '3', type: 'KSampler', title: 'KSampler' },
  { kind: 'progress', node: '3', step: 1, of: 4, secondsLeft: null },
  { kind: 'progress', node: '3', step: 2, of: 4, secondsLeft: 6.2 },
  { kind: 'notice', node: '3', message: '12 keys fit nothing' },
  { kind: 'node-done', node: '3', ms: 13_400, loadMs: 1200, device: 'cpu' },
  { kind: 'node-done', node: '4', ms: 2, loadMs: 0, device: 'cpu' },
  { kind: 'image', node: '9', image: image(join(process.cwd(), 'output/ComfyUI_00001_.png')) },
  { kind: 'error', error },
  { kind: 'run-end', status: 'failed', ms: 14_000 },
]

function recorded(isTTY: boolean, withResults = true, told = events) {
  const written = { screen: '', results: '' }
  const screen: Screen = { isTTY, columns: 60, write: text => void (written.screen += text) }
  const results: Screen = { write: text => void (written.results += text) }
  const show = showRun(screen, withResults ? results : null)
  told.forEach(show)
  return written
}

test('in a pipe every node that took time gets one line, and the paths go where results go', () => {
  expect(recorded(false)).toEqual({
    screen: '  note: 12 keys fit nothing\n  KSampler: 13.4 s, of which loading 1.2 s\nerror: it went wrong\n',
    results: 'output/ComfyUI_00001_.png\n',
  })
})

test('in a terminal one line is rewritten, fits the window, and is removed at the end', () => {
  const { screen } = recorded(true)
  const wipe = '\r\u001b[2K'
  expect(screen).toContain(`${wipe}  KSampler  ██████░░░░░░░░░░░░░░░░░░  1/4`)
  expect(screen).toContain(`${wipe}  KSampler  ████████████░░░░░░░░░░░░  2/4  7 s left`)
  expect(screen).toContain(`${wipe}  note: 12 keys fit nothing\n`)
  expect(screen.endsWith('error: it went wrong\n')).toBe(true)
  for (const drawn of screen.split(wipe)) expect(drawn.split('\n')[0]!.length).toBeLessThan(60)
})

test('without a place for results no path is written', () => {
  expect(recorded(false, false).results).toBe('')
})

test('each cell of a grid has a line, and the line below shows the progress of the grid', () => {
  const cell = (steps: number) => ({
    at: [steps - 1],
    overrides: [{ id: '3', input: 'steps', value: steps }],
    picture: null,
    seconds: 0.314,
    reused: steps === 2,
    error: null,
  })
  const grid = { node: '9', axes: [], cells: 3 }
  const progress = { kind: 'progress', node: '9', of: 3 } as const
  const { screen } = recorded(true, true, [
    { kind: 'grid', grid },
    { kind: 'node-start', node: '3', type: 'KSampler', title: 'KSampler' },
    { kind: 'cell', node: '9', cell: cell(1) },
    { ...progress, step: 1, secondsLeft: null },
    { kind: 'cell', node: '9', cell: cell(2) },
    { ...progress, step: 2, secondsLeft: 4 },
    { kind: 'progress', node: '3', step: 1, of: 4, secondsLeft: null },
  ])
  expect(screen).toContain('  cell 1 of 3  KSampler')
  expect(screen).toContain('  steps = 1: 0.31 s\n  steps = 2: 0.31 s · reused\n')
  expect(screen).toContain('  cell 3 of 3, 4 s left  KSampler  ██████')
})
