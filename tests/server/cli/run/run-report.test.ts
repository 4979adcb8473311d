import { expect, test } from 'vitest'
import type { NodeSpec } from '../../../../graph/node.ts'
import { recorder, summary } from '../../../../server/cli/run/run-report.ts'

const spec = (type: string, category: string): [string, NodeSpec] => [
  type,
  { type, title: type, about: '', category, inputs: {}, outputs: {}, isOutput: false },
]
const specs = new Map([spec('KSampler', 'sampling'), spec('VAEDecode', 'latent'), spec('SaveImage', 'image')])

test('the report says what was made, how long each node took, and where the time went', () => {
  const prompt = Object.fromEntries(
    Object.entries({ 1: 'SaveImage', 3: 'KSampler', 8: 'VAEDecode' }).map(([id, class_type]) => [
      id,
      { class_type, inputs: {} },
    ]),
  )
  const record = recorder(prompt, specs)
  const done = (node: string, ms: number, loadMs: number) =>
    record.on({ kind: 'node-done', node, ms, loadMs, device: 'cpu' })
  record.on({ kind: 'cached', nodes: ['1'], took: { 1: 40 } })
  done('3', 900.4, 300)
  done('8', 250, 50)
  const overrides = [{ id: '3', input: 'steps', value: 4 }]
  const cell = { at: [0], overrides, picture: null, seconds: 0.61234, reused: false, error: null }
  record.on({ kind: 'grid', grid: { node: '9', axes: [], cells: 1 } })
  record.on({ kind: 'cell', node: '9', cell })
  const image = { filename: 'a.png', subfolder: '', type: 'output', path: '/out/a.png' } as const
  record.on({ kind: 'image', node: '9', image })
  const report = record.report('done', [{ node: '3', input: 'seed', seed: 18446744073709551615n }], 2900)
  expect(report).toEqual({
    ok: true,
    status: 'done',
    outputs: [{ node: '9', path: '/out/a.png', type: 'output' }],
    nodes: [
      { id: '1', type: 'SaveImage', ms: 0, cached: true },
      { id: '3', type: 'KSampler', ms: 900, cached: false },
      { id: '8', type: 'VAEDecode', ms: 250, cached: false },
    ],
    grids: [
      { node: '9', cells: [{ values: { '3.steps': 4 }, seconds: 0.612, reused: false, path: null, error: null }] },
    ],
    device: 'cpu',
    seed: 18446744073709551615n,
    seeds: [{ node: '3', input: 'seed', seed: 18446744073709551615n }],
    ms: 2900,
    times: { load: 350, sample: 600, decode: 200 },
    errors: [],
  })
  expect(summary(report)).toBe(
    '2.9 s in all (loading 350 ms, sampling 600 ms, decoding 200 ms) · cpu · seed 18446744073709551615',
  )
})
