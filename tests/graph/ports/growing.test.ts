import { expect, test } from 'vitest'
import { addNode } from '../../../graph/edit/nodes.ts'
import { createHistory } from '../../../graph/history.ts'
import { importPrompt } from '../../../graph/import/api-prompt.ts'
import { type AnyNode, growing, socket, specOf } from '../../../graph/node.ts'
import { objectInfo } from '../../../graph/object-info.ts'
import { plan } from '../../../graph/plan.ts'
import { atOnce } from '../../../graph/planning/in-parts.ts'
import { emptyWorkflow } from '../../../graph/workflow.ts'
import { specs as others } from '../specs.ts'

const image = socket<never>('IMAGE')
/** ComfyUI's Batch Images. */
const batch = specOf(
  {
    ...{ type: 'BatchImagesNode', title: 'Batch Images', about: '', run: () => ({}) },
    ...{ inputs: growing('images', { prefix: 'image', max: 50 }, image), outputs: { IMAGE: image } },
  } as AnyNode,
  'image',
)
const specs = new Map([...others, [batch.type, batch] as const])
const prompt = {
  '1': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
  '2': { class_type: 'BatchImagesNode', inputs: { 'images.image0': ['1', 0], 'images.image12': ['1', 0] } },
  '3': { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
}

test('a new node shows one input more than it needs', () => {
  const history = createHistory({ ...emptyWorkflow })
  history.apply('Add', addNode(batch, [0, 0]))
  expect(history.present.nodes[0]!.inputs!.map(({ name }) => name)).toEqual(['images.image0', 'images.image1'])
})

test('a prompt may wire any of them; a document shows one more than the last', () => {
  const { steps, errors } = plan(prompt, specs)
  expect(errors).toEqual([])
  expect(Object.keys(steps[1]!.inputs)).toEqual(['images.image0', 'images.image12'])
  const { inputs } = atOnce(importPrompt(prompt, specs)).nodes[1]!
  expect(inputs!.map(({ name }) => name).slice(-2)).toEqual(['images.image12', 'images.image13'])
})

test('the first ones are needed', () => {
  const { errors } = plan({ ...prompt, '2': { class_type: 'BatchImagesNode', inputs: {} } }, specs)
  expect(errors.map(({ place }) => place.input)).toEqual(['images.image0'])
})

test('clients are told of a template, as by ComfyUI', () => {
  expect(objectInfo(batch, () => []).input).toEqual({
    required: {
      images: [
        'COMFY_AUTOGROW_V3',
        { template: { input: { required: { image: ['IMAGE', {}] } }, prefix: 'image', max: 50, min: 1 } },
      ],
    },
  })
})
