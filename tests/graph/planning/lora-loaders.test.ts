import { expect, test } from 'vitest'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { stringifyJson } from '../../../graph/json.ts'
import { plan } from '../../../graph/plan.ts'
import { checkPrompt, toPrompt } from '../../../graph/prompt.ts'
import { loadNodes } from '../../../nodes/registry.ts'

const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))
const lora = (name: string, more: object = {}) => ({ on: true, lora: name, strength: 0.5, strengthTwo: null, ...more })

const withLoras = (clip: boolean, ...loras: readonly object[]) =>
  checkPrompt({
    1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
    2: {
      class_type: 'Power Lora Loader (rgthree)',
      inputs: {
        PowerLoraLoaderHeaderWidget: { type: 'PowerLoraLoaderHeaderWidget' },
        ...Object.fromEntries(loras.map((each, i) => [`lora_${i + 1}`, each])),
        '➕ Add Lora': '',
        model: ['1', 0],
        ...(clip && { clip: ['1', 1] }),
      },
    },
    3: { class_type: 'PreviewAny', inputs: { source: ['2', 0] } },
  })
const two = [lora('a.safetensors'), lora('off.safetensors', { on: false }), lora('b.safetensors', { strengthTwo: 0.2 })]

test('each LoRA that is on becomes a LoraLoader before the node', () => {
  const { steps, errors } = plan(withLoras(true, ...two), specs)
  expect(errors).toEqual([])
  expect(steps.map(({ id, type }) => [id, type])).toEqual([
    ['1', 'CheckpointLoaderSimple'],
    ['2:lora_1', 'LoraLoader'],
    ['2:lora_3', 'LoraLoader'],
    ['2', 'Power Lora Loader (rgthree)'],
    ['3', 'PreviewAny'],
  ])
  expect(steps[2]!.inputs).toMatchObject({
    model: { from: '2:lora_1', output: 'MODEL' },
    clip: { from: '2:lora_1', output: 'CLIP' },
    strength_model: { value: 0.5 },
    strength_clip: { value: 0.2 },
  })
})

test('without a text encoder the LoRAs change only the model; without LoRAs the node passes it on', () => {
  expect(plan(withLoras(false, ...two), specs).steps.map(({ type }) => type)).toContain('LoraLoaderModelOnly')
  expect(plan(withLoras(true), specs).steps.map(({ id }) => id)).toEqual(['1', '2', '3'])
})

test('a prompt with it becomes a document and the same prompt again', () => {
  const prompt = withLoras(true, ...two)
  const document = readWorkflow(stringifyJson(prompt), specs)
  expect(document.nodes[1]!.widgets_values).toEqual([{}, { type: 'PowerLoraLoaderHeaderWidget' }, ...two, {}, ''])
  expect(toPrompt(document, specs)['2']!.inputs).toEqual(prompt['2']!.inputs)
})
