import { expect, test } from 'vitest'
import { linksOf } from '../../../graph/document/links.ts'
import { tagToLoader } from '../../../graph/edit/lora-tag.ts'
import { createHistory } from '../../../graph/history.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { readWidgetValues } from '../../../graph/widgets/widget-values.ts'
import { specs } from '../specs.ts'

const api = {
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
  2: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox <lora:style:0.8:0.5>, red', clip: ['1', 1] } },
  3: { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['1', 1] } },
  4: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
  5: {
    class_type: 'KSampler',
    inputs: { model: ['1', 0], positive: ['2', 0], negative: ['3', 0], latent_image: ['4', 0], seed: 1, steps: 4 },
  },
}
const workflow = readWorkflow(JSON.stringify(api), specs)
const lora = { written: '<lora:style:0.8:0.5>', file: 'sub/style.safetensors', model: 0.8, clip: 0.5 }

test('a tag becomes a loader between the model and the sampler, and between the encoder and its own prompt', () => {
  const history = createHistory(workflow)
  history.apply('Make it a LoRA Loader', tagToLoader(2, 'text', lora, specs))
  const { nodes } = history.present
  const added = nodes.find(({ type }) => type === 'LoraLoader')!
  expect(readWidgetValues(specs.get('LoraLoader')!, added.widgets_values).values).toEqual({
    lora_name: 'sub/style.safetensors',
    strength_model: 0.8,
    strength_clip: 0.5,
  })
  const text = nodes.find(({ id }) => String(id) === '2')!
  expect(readWidgetValues(specs.get('CLIPTextEncode')!, text.widgets_values).values.text).toBe('a fox , red')

  const wires = [...linksOf(history.present).values()].map(({ from, to, type }) => `${from} ${type} ${to}`)
  const loader = String(added.id)
  expect(wires).toEqual(
    expect.arrayContaining([
      `1 MODEL ${loader}`,
      `1 CLIP ${loader}`,
      `${loader} MODEL 5`,
      `${loader} CLIP 2`,
      '1 CLIP 3',
    ]),
  )
  expect(wires).not.toContain('1 MODEL 5')
  expect(wires).not.toContain('1 CLIP 2')

  history.undo()
  expect(JSON.stringify(history.present)).toBe(JSON.stringify(workflow))
})
