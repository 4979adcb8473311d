import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { plan } from '../../graph/plan.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { createExecutor } from '../../runtime/executor.ts'
import { builtInModels } from '../../runtime/library/built-in.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { open } from './open.ts'

/** The shipped one-step workflow, run again and again in one process, with the real nodes and sessions. */
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const workload = { loadNodes, openSessions: async () => sessions }
const host = new ProcessHost({ start: () => inProcess(workload), settings: { folders: builtInModels, device: 'cpu' } })
const executor = createExecutor(host, openLibrary(builtInModels))
const { specs } = await host.facts()
const { prompt } = open('hyper-sd-1-step.json', specs)

let output = ''
beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'again-'))
  await run({})
})
afterAll(async () => {
  await host.close()
  await rm(output, { recursive: true })
})

/** Runs the workflow with some inputs changed. @returns the types of the nodes that were evaluated, and what was loaded */
async function run(changes: Readonly<Record<string, Readonly<Record<string, number | string>>>>) {
  const changed: Prompt = Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      id,
      { ...node, inputs: { ...node.inputs, ...changes[node.class_type] } },
    ]),
  )
  const events: RunEvent[] = []
  const before = created()
  const status = await executor.run({
    plan: plan(changed, specs),
    folders: { output, temp: output },
    metadata: () => ({}),
    signal: new AbortController().signal,
    on: event => events.push(event),
  })
  expect(status).toBe('done')
  const evaluated = events.flatMap(event => (event.kind === 'node-done' ? [prompt[event.node]!.class_type] : []))
  return { evaluated: evaluated.sort(), sessions: created() - before }
}

const created = (): number => sessions.timings.reduce((n, timing) => n + timing.created, 0)

test('the first run made one session for each network', () => expect(created()).toBe(3))

test('the same again evaluates nothing and loads nothing', async () => {
  expect(await run({})).toEqual({ evaluated: [], sessions: 0 })
})

test('another seed draws again, but encodes and loads nothing', async () => {
  expect(await run({ SamplerCustom: { noise_seed: 7 } })).toEqual({
    evaluated: ['SamplerCustom', 'SaveImage', 'VAEDecode'],
    sessions: 0,
  })
})

test('another LoRA strength draws again and loads nothing', async () => {
  expect(await run({ LoraLoaderModelOnly: { strength_model: 0.5 } })).toEqual({
    evaluated: ['LoraLoaderModelOnly', 'SamplerCustom', 'SaveImage', 'TCDModelSamplingDiscrete', 'VAEDecode'],
    sessions: 0,
  })
})

test('another eta draws again and loads nothing', async () => {
  const { evaluated, sessions } = await run({ TCDModelSamplingDiscrete: { eta: 0.3 } })
  expect(evaluated).not.toContain('CLIPTextEncode')
  expect(sessions).toBe(0)
})
