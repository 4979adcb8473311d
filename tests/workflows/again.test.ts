import { beforeAll, expect, test } from 'vitest'
import type { Prompt } from '../../graph/prompt.ts'
import { inOneProcess } from './one-process.ts'

const { prompt, created, ...workflow } = await inOneProcess('hyper-sd-1-step.json')

beforeAll(async () => void (await run({})))

/** Runs the workflow with some inputs changed. @returns the types of the nodes that were evaluated, and what was loaded */
async function run(changes: Readonly<Record<string, Readonly<Record<string, number | string>>>>) {
  const changed: Prompt = Object.fromEntries(
    Object.entries(prompt).map(([id, node]) => [
      id,
      { ...node, inputs: { ...node.inputs, ...changes[node.class_type] } },
    ]),
  )
  const { events, sessions } = await workflow.run(changed)
  const evaluated = events.flatMap(event => (event.kind === 'node-done' ? [prompt[event.node]!.class_type] : []))
  return { evaluated: evaluated.sort(), sessions }
}

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
