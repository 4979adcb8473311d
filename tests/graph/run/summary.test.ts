import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseJson } from '../../../graph/json.ts'
import { type Prompt, toPrompt } from '../../../graph/prompt.ts'
import { summaryOf } from '../../../graph/run/summary.ts'
import { checkWorkflow } from '../../../graph/workflow.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const shipped = (name: string): Prompt =>
  toPrompt(checkWorkflow(parseJson(readFileSync(`workflows/${name}.json`, 'utf8'))), specs)

test('a run is summed up by its prompts, seed, steps, cfg and model files', () => {
  expect(summaryOf(shipped('base-20-steps-cfg'), specs)).toEqual({
    prompt: 'a photo of a tiger',
    negative: 'blue background',
    seed: '3413',
    steps: 20,
    cfg: 3,
    models: ['micro-sd.safetensors'],
  })
  expect(summaryOf(shipped('image-to-image'), specs)).toMatchObject({
    prompt: 'a strawberry on a blue background',
    negative: '',
    models: ['micro-sd.safetensors', 'micro-hyper-lora.safetensors'],
  })
})

test('prompts are followed through a ControlNet, each on its own side', () => {
  const { prompt, negative } = summaryOf(shipped('hyper-sd-scribble'), specs)
  expect([prompt, negative]).toEqual(['a cat on a blue background', ''])
})

test('a seed keeps all of its 64 bits', () => {
  const text = readFileSync('workflows/base-20-steps-cfg.json', 'utf8').replace('3413', '18446744073709551615')
  const prompt = toPrompt(checkWorkflow(parseJson(text)), specs)
  expect(summaryOf(prompt, specs).seed).toBe('18446744073709551615')
})

test('a workflow that samples nothing, or has a circle of wires, is summed up all the same', () => {
  const none = { prompt: '', negative: '', seed: null, steps: null, cfg: null, models: [] }
  expect(summaryOf({}, specs)).toEqual(none)
  const circle: Prompt = {
    1: { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['2', 0] } },
    2: { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['1', 0] } },
    3: { class_type: 'KSampler', inputs: { positive: ['1', 0], negative: ['9', 0] } },
  }
  expect(summaryOf(circle, specs)).toEqual(none)
})
