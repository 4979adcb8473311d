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

test('a graph set as its file wants is contradicted by nothing', () => {
  expect(found(hyper())).toEqual([])
  expect(found(hyper({ sampler_name: 'euler', scheduler: 'sgm_uniform' }, { strength: 0.8 }))).toEqual([])
})

test.each([
  [hyper({ cfg: 7 }), 'cfg', `${title} was distilled for cfg 1; 7 will burn the picture.`],
  [
    hyper({ cfg: 0 }),
    'cfg',
    `cfg 0 draws what the negative prompt says. ${title} wants guidance off, which is cfg 1 here.`,
  ],
  [hyper({ steps: 20 }), 'steps', `${title} was made for exactly 4 steps; 20 draw worse.`],
  [hyper({ sampler_name: 'lcm' }), 'sampler', `${title} wants the sampler ddim, not lcm.`],
  [
    hyper({ scheduler: 'karras' }),
    'schedule',
    `${title} wants the schedule simple; karras spends its steps at noise levels that the file never learnt.`,
  ],
  [hyper({}, { strength: 1.5 }), 'strength', `${title} is for strength 1 (0.75 in use); 1.5 will burn the picture.`],
  [
    hyper({}, { strength: 0.2 }),
    'strength',
    `${title} is for strength 1 (0.75 in use); 0.2 is too weak to draw in so few steps.`,
  ],
])('one thing set otherwise is one sentence, whose fix leaves none', (document, about, message) => {
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
    message: expect.stringContaining('made for TCD; euler draws it blurred'),
    fix: { title: 'Use TCD' },
  })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('new noise between the steps of an N-step file is told', () => {
  const document = graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'sdxl' }],
    lora: ['LoraLoaderModelOnly', { lora_name: 'hyper-sdxl-4step-lora' }, { model: 'model.MODEL' }],
    sampler: ['TCDSampler', { steps: 4, cfg: 1, eta: 0.3 }, { model: 'lora.MODEL' }],
  })
  expect(found(document)).toMatchObject([
    {
      about: 'eta',
      message: `${title} draws without new noise between its steps: eta 0, not 0.3.`,
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
    message: expect.stringContaining('predicts the picture itself'),
    fix: { title: 'Add ModelSamplingDiscrete set to x0' },
  })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('guidance kept by a file may not be turned off unnoticed', () => {
  const document = ksamplerGraph('hyper-sdxl-8step-cfg-lora', { ...good, steps: 8, cfg: 1 })
  expect(found(document)).toMatchObject([
    { about: 'cfg', message: expect.stringContaining('keeps guidance and wants cfg 3 to 8; at 1') },
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
  expect(only).toMatchObject({ node: 2, about: 'two', message: expect.stringContaining('both cut the steps') })
  expect(found(edited(document, only!.fix!.change))).toEqual([])
})

test('a LoRA of another family is told, and a person chooses', () => {
  const document = hyper({}, { checkpoint: 'sd1' })
  expect(found(document)).toMatchObject([
    { about: 'family', message: `${title} was made for SDXL; this model is SD 1.x.`, fix: null },
  ])
})

test('what is bypassed, muted, of no strength, wired or guessed warns of nothing', () => {
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
