import { expect, test } from 'vitest'
import { setMode } from '../../../graph/edit/nodes.ts'
import { contradictions } from '../../../graph/recipes/contradictions.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { edited } from '../edit/edited.ts'
import { broken } from '../edit/invariants.ts'
import { graph, knows, ksamplerGraph, specs } from './graphs.ts'

const found = (document: Workflow) => contradictions(document, specs, knows)
const good = { steps: 4, cfg: 1, sampler_name: 'ddim', scheduler: 'simple' }
const hyper = (values = {}, more = {}) => ksamplerGraph('hyper-sdxl-4step-lora', { ...good, ...values }, more)
const title = 'Hyper-SD 4-step LoRA, SDXL'

test('a graph with the settings of its file has no contradictions', () => {
  expect(found(hyper())).toEqual([])
  expect(found(hyper({ sampler_name: 'euler', scheduler: 'sgm_uniform' }, { strength: 0.8 }))).toEqual([])
})

test.each([
  [hyper({ cfg: 7 }), 'cfg', `${title} was distilled for cfg 1. cfg 7 oversaturates the picture.`],
  [
    hyper({ cfg: 0 }),
    'cfg',
    `At cfg 0 the picture follows the negative prompt. ${title} needs guidance off, which is cfg 1 here.`,
  ],
  [hyper({ steps: 20 }), 'steps', `${title} is made for exactly 4 steps. 20 steps give a worse picture.`],
  [hyper({ sampler_name: 'lcm' }), 'sampler', `${title} is made for the sampler ddim, not for lcm.`],
  [
    hyper({ scheduler: 'karras' }),
    'schedule',
    `${title} is made for the schedule simple. karras uses noise levels that the file was not trained on.`,
  ],
  [
    hyper({}, { strength: 1.5 }),
    'strength',
    `${title} is made for strength 1 (often 0.75). Strength 1.5 oversaturates the picture.`,
  ],
  [
    hyper({}, { strength: 0.2 }),
    'strength',
    `${title} is made for strength 1 (often 0.75). Strength 0.2 is too weak for so few steps.`,
  ],
])('a single wrong setting gives a single sentence, and its fix leaves none', (document, about, message) => {
  const [only, ...more] = found(document)
  expect(more).toEqual([])
  expect(only).toMatchObject({ about, message })
  const after = edited(document, only!.fix!.change)
  expect(found(after)).toEqual([])
  expect(broken(after)).toEqual([])
})

test('a KSampler where TCD is wanted is turned into a TCD Sampler', () => {
  const document = ksamplerGraph('hyper-sdxl-1step-lora', { steps: 4, cfg: 1, scheduler: 'simple' })
  const [only] = found(document)
  expect(only).toMatchObject({
    about: 'sampler',
    message: expect.stringContaining('made for TCD. euler gives a blurred picture'),
    fix: { title: 'Use TCD' },
  })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('new noise between the steps of an N-step file is reported', () => {
  const document = graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'sdxl' }],
    lora: ['LoraLoaderModelOnly', { lora_name: 'hyper-sdxl-4step-lora' }, { model: 'model.MODEL' }],
    sampler: ['TCDSampler', { steps: 4, cfg: 1, eta: 0.3 }, { model: 'lora.MODEL' }],
  })
  expect(found(document)).toMatchObject([
    {
      about: 'eta',
      message: `${title} needs eta 0, not 0.3: it adds no noise between its steps.`,
      fix: { title: 'Set eta to 0' },
    },
  ])
})

test('a file that predicts the picture needs a node that says so', () => {
  const document = ksamplerGraph(
    'none',
    { steps: 1, cfg: 1, scheduler: 'sgm_uniform' },
    { checkpoint: 'lightning-sdxl-1step-x0' },
  )
  const [only, ...more] = found(document)
  expect(more).toEqual([])
  expect(only).toMatchObject({
    about: 'prediction',
    message: expect.stringContaining('predicts the denoised picture'),
    fix: { title: 'Add ModelSamplingDiscrete set to x0' },
  })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('turning off the guidance that a file keeps is reported', () => {
  const document = ksamplerGraph('hyper-sdxl-8step-cfg-lora', { ...good, steps: 8, cfg: 1 })
  expect(found(document)).toMatchObject([
    { about: 'cfg', message: expect.stringContaining('keeps guidance and needs cfg 3 to 8. At cfg 1') },
  ])
})

test('two few-step LoRAs on one model: one is bypassed', () => {
  const document = graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'sdxl' }],
    one: ['LoraLoaderModelOnly', { lora_name: 'lcm-sdxl-lora' }, { model: 'model.MODEL' }],
    two: ['LoraLoaderModelOnly', { lora_name: 'hyper-sdxl-4step-lora' }, { model: 'one.MODEL' }],
    sampler: ['KSampler', good, { model: 'two.MODEL' }],
  })
  const [only, ...more] = found(document)
  expect(more).toEqual([])
  expect(only).toMatchObject({ node: 2, about: 'two', message: expect.stringContaining('both reduce the steps') })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('a LoRA of another family is reported, and a person chooses another file', () => {
  const document = hyper({}, { checkpoint: 'sd1' })
  expect(found(document)).toMatchObject([
    { about: 'family', message: `${title} is made for SDXL. This model is SD 1.x.`, fix: null },
  ])
})

test('files that are bypassed, muted, at strength 0 or only guessed, and wired settings, are not reported', () => {
  const document = hyper({ cfg: 7 })
  const lora = document.nodes.find(({ type }) => type === 'LoraLoader')!.id
  expect(found(edited(document, setMode([lora], 4)))).toEqual([])
  expect(found(edited(document, setMode([lora], 2)))).toEqual([])
  expect(found(hyper({ cfg: 7 }, { strength: 0 }))).toEqual([])
  expect(contradictions(document, specs, (...file) => ({ ...knows(...file)!, sure: false }))).toEqual([])
  const wired = structuredClone(document) as Workflow
  const sampler = wired.nodes.find(({ type }) => type === 'KSampler')!
  Object.assign(sampler, {
    inputs: [...sampler.inputs!, { name: 'cfg', type: 'FLOAT', link: 99, widget: { name: 'cfg' } }],
  })
  expect(found(wired)).toEqual([])
})

test('a file that needs shifted timesteps gets its node, set as the recipe says', () => {
  const document = graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'nitrosd-realism-checkpoint' }],
    text: ['CLIPTextEncode', { text: 'a cat' }, { clip: 'model.CLIP' }],
    latent: ['EmptyLatentImage', {}],
    sampler: [
      'KSampler',
      { steps: 1, cfg: 1, sampler_name: 'lcm', scheduler: 'normal' },
      {
        ...{ model: 'model.MODEL', latent_image: 'latent.LATENT' },
        ...{ positive: 'text.CONDITIONING', negative: 'text.CONDITIONING' },
      },
    ],
  })
  const [only, ...more] = found(document)
  expect(more).toEqual([])
  expect(only).toMatchObject({
    about: 'shift',
    message:
      'NitroSD-Realism checkpoint was trained up to timestep 250. Without Timestep Shift Model it is evaluated where it was not trained.',
    fix: { title: 'Add Timestep Shift Model set to 250' },
  })
  const after = edited(document, only!.fix!.change)
  expect(found(after)).toEqual([])
  expect(broken(after)).toEqual([])
  expect(after.nodes.at(-1)).toMatchObject({ type: 'Timestep Shift Model', widgets_values: [250] })
})
