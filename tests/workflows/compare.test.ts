import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sessions } from '../../engine/runtime/sessions.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { builtInModels } from '../../runtime/library/built-in.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import { open } from './open.ts'

/** The shipped comparison with other axes, in one process, with the real nodes and sessions. */
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const workload = { loadNodes, openSessions: async () => sessions }
const host = new ProcessHost({ start: () => inProcess(workload), settings: { folders: builtInModels, device: 'cpu' } })
const runner = createPromptRunner(host, openLibrary(builtInModels))
const { specs } = await host.facts()
const { prompt } = open('compare-steps-eta.json', specs)

let output = ''
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'compare-'))
})
afterAll(async () => {
  await host.close()
  await rm(output, { recursive: true })
})

const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)

/** @returns how often each type of node was evaluated, and what was loaded */
async function compare(columns: string, rows: string) {
  const axes: Prompt = { ...prompt, 8: { ...prompt[8]!, inputs: { ...prompt[8]!.inputs, columns, rows } } }
  const events: RunEvent[] = []
  const before = created()
  const status = await runner.run({
    prompt: axes,
    folders: { output, temp: output },
    signal: new AbortController().signal,
    on: event => events.push(event),
  })
  expect(status).toBe('done')
  const counts: Record<string, number> = {}
  for (const event of events) if (event.kind === 'node-start') counts[event.type] = 1 + (counts[event.type] ?? 0)
  const cells = events.flatMap(event => (event.kind === 'cell' ? [event.cell] : []))
  return { counts, cells, sessions: created() - before }
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
}, 120_000)

test('LoRA strength × steps after that loads nothing and reads no text again', async () => {
  const { counts, sessions } = await compare('2.strength_model = 0.5, 1', '6.steps = 5, 6')
  expect(counts.CLIPTextEncode).toBeUndefined()
  expect([counts.SamplerCustom, counts.LoraLoaderModelOnly, sessions]).toEqual([4, 1, 0])
}, 60_000)
