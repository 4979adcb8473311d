import { expect, test } from 'vitest'
import type { RunError } from '../../../../runtime/contract/run-event.ts'
import { recordRun } from '../../../../runtime/editor/runs/run-record.ts'

const error: RunError = {
  node: '3',
  type: null,
  title: null,
  input: null,
  code: 'x',
  file: null,
  message: 'no',
  stack: null,
}
const image = { filename: 'a.png', subfolder: 's', type: 'output', path: '/out/s/a.png' } as const

test('a record has the pictures by node, the errors, the device, and how the run ended', () => {
  const { on, record } = recordRun('r', 'a fox')
  on({ kind: 'image', node: '9', image })
  on({ kind: 'node-done', node: '9', ms: 2, loadMs: 1, device: 'webgpu' })
  on({ kind: 'node-done', node: '9', ms: 2, loadMs: 1, device: 'cpu' })
  on({ kind: 'error', error })
  on({ kind: 'run-end', status: 'cancelled', ms: 7 })
  const { started, ...rest } = record()
  expect(started).toBeLessThanOrEqual(Date.now())
  expect(rest).toEqual({
    id: 'r',
    title: 'a fox',
    status: 'cancelled',
    ms: 7,
    device: 'cpu',
    pictures: [{ filename: 'a.png', subfolder: 's', type: 'output', node: '9' }],
    errors: [error],
  })
})

test('a run that never reports its end has failed', () => {
  expect(recordRun('r', '').record()).toMatchObject({ status: 'failed', ms: 0, device: null })
})
