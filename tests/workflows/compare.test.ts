import { expect, test } from 'vitest'
import type { JsonObject } from '../../graph/json.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { inOneProcess } from './one-process.ts'

const { prompt, ...workflow } = await inOneProcess('compare-steps-eta.json')

/** The shipped comparison with other axes and pictures of 32×32. @returns how often each type of node was evaluated, and what was loaded */
async function compare(columns: string, rows: string) {
  const changes: Readonly<Record<string, JsonObject>> = { 3: { width: 32, height: 32 }, 8: { columns, rows } }
  const axes: Prompt = Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [id, { ...node, inputs: { ...node.inputs, ...changes[id] } }]),
  )
  const { events, sessions } = await workflow.run(axes)
  const counts: Record<string, number> = {}
  for (const event of events) if (event.kind === 'node-start') counts[event.type] = 1 + (counts[event.type] ?? 0)
  const cells = events.flatMap(event => (event.kind === 'cell' ? [event.cell] : []))
  return { counts, cells, sessions }
}

test('4 × 4 cells cost their sixteen sampler and decode calls and one session for each network', async () => {
  const { counts, cells, sessions } = await compare('6.steps = 1, 2, 3, 4', '6.eta = 0, 0.3, 0.6, 1')
  expect(counts).toEqual({
    CheckpointLoaderSimple: 1,
    LoraLoaderModelOnly: 1,
    EmptyLatentImage: 1,
    CLIPTextEncode: 2,
    TCDModelSamplingDiscrete: 16,
    SamplerCustom: 16,
    VAEDecode: 16,
    CompareGrid: 1,
  })
  expect(sessions).toBe(3)
  expect(cells.filter(({ seconds }) => seconds !== null && seconds > 0)).toHaveLength(16)
})

test('LoRA strength × steps after that loads nothing and reads no text again', async () => {
  const { counts, sessions } = await compare('2.strength_model = 0.5, 1', '6.steps = 5, 6')
  expect(counts.CLIPTextEncode).toBeUndefined()
  expect([counts.SamplerCustom, counts.LoraLoaderModelOnly, sessions]).toEqual([4, 1, 0])
})
