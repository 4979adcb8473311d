import { expect, test } from 'vitest'
import { createHistory } from '../../../graph/history.ts'
import { applyRecipe } from '../../../graph/recipes/apply.ts'
import { contradictions } from '../../../graph/recipes/contradictions.ts'
import { chosenRecipe, fewStepFiles } from '../../../graph/recipes/few-step-files.ts'
import type { Workflow } from '../../../graph/workflow.ts'
import { builtInRecipes } from '../../../runtime/recipes/table.ts'
import { broken } from '../edit/invariants.ts'
import { customGraph, graph, knows, ksamplerGraph, recipe, shape, specs } from './graphs.ts'

/** A document after its file's recipe was applied, as one step that one undo takes back. */
function applied(document: Workflow, id?: string): Workflow {
  const history = createHistory(document)
  const [file] = fewStepFiles(document, specs, knows)
  const after = history.apply('Use these settings', applyRecipe(specs, file!, id ? recipe(id) : file!.recipe!))
  expect(broken(after)).toEqual([])
  expect(overlapping(after)).toEqual([])
  history.undo()
  expect(history.present).toBe(document)
  return after
}

/** New nodes stand on nobody. */
function overlapping({ nodes }: Workflow): unknown[] {
  const boxes = nodes.map(({ id, pos, size }) => ({
    id,
    x: Number(pos![0]),
    y: Number(pos![1]) - 30,
    w: Number(size![0]),
    h: Number(size![1]) + 30,
  }))
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(b => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
      .map(b => [a.id, b.id]),
  )
}

test('an N-step LoRA sets a KSampler, and keeps seed, denoise and wires', () => {
  expect(shape(applied(ksamplerGraph('hyper-sdxl-4step-lora', {}, { strength: 0.3 })))).toMatchObject({
    LoraLoader: { strength_model: 1 },
    KSampler: {
      seed: 7,
      steps: 4,
      cfg: 1,
      sampler_name: 'ddim',
      scheduler: 'simple',
      denoise: 0.9,
      positive: 'CLIPTextEncode',
      model: 'LoraLoader',
    },
  })
})

test('a TCD LoRA turns a KSampler into a TCD Sampler in its place', () => {
  const before = ksamplerGraph('hyper-sdxl-1step-lora')
  const after = applied(before)
  expect(shape(after)).toMatchObject({
    TCDSampler: {
      seed: 7,
      steps: 1,
      cfg: 1,
      eta: 1,
      denoise: 0.9,
      positive: 'CLIPTextEncode',
      negative: 'CLIPTextEncode',
      latent: 'EmptyLatentImage',
      model: 'LoraLoader',
    },
    VAEDecode: { samples: 'TCDSampler' },
  })
  const ids = (document: Workflow) => document.nodes.map(({ id, pos }) => [id, pos])
  expect(ids(after)).toEqual(ids(before))
})

test('a file for ordinary samplers turns a TCD Sampler back into a KSampler', () => {
  const tcd = applied(ksamplerGraph('hyper-sdxl-1step-lora'))
  const other = JSON.parse(JSON.stringify(tcd).replace('hyper-sdxl-1step-lora', 'lightning-sdxl-8step-lora'))
  expect(shape(applied(other))).toMatchObject({
    KSampler: {
      seed: 7,
      steps: 8,
      cfg: 1,
      sampler_name: 'euler',
      scheduler: 'sgm_uniform',
      denoise: 0.9,
      latent_image: 'EmptyLatentImage',
    },
    VAEDecode: { samples: 'KSampler' },
  })
})

test('the 1-step UNet gets SamplerCustom, lcm and its own noise level', () => {
  const document = ksamplerGraph('none', {}, { checkpoint: 'hyper-sdxl-1step-checkpoint' })
  expect(shape(applied(document))).toMatchObject({
    SamplerCustom: {
      noise_seed: 7,
      cfg: 1,
      sampler: 'KSamplerSelect',
      sigmas: 'HyperSDXL1StepUnetScheduler',
      latent_image: 'EmptyLatentImage',
    },
    KSamplerSelect: { sampler_name: 'lcm' },
    HyperSDXL1StepUnetScheduler: { model: 'LoraLoader' },
    VAEDecode: { samples: 'SamplerCustom' },
  })
})

test('a SamplerCustom keeps its place and loses the nodes that nobody reads any more', () => {
  const turbo = shape(applied(customGraph('sdxl-turbo')))
  expect(turbo).toMatchObject({
    SamplerCustom: { cfg: 1, sigmas: 'SDTurboScheduler' },
    KSamplerSelect: { sampler_name: 'euler_ancestral' },
    SDTurboScheduler: { steps: 1, denoise: 0.8, model: 'CheckpointLoaderSimple' },
  })
  expect(turbo).not.toHaveProperty('BasicScheduler')
  const dmd = shape(applied(customGraph('dmd2-sdxl-1step-unet')))
  expect(dmd).toMatchObject({
    SetFirstSigma: { sigma: 1.160578, sigmas: 'BasicScheduler' },
    BasicScheduler: { steps: 1, scheduler: 'simple' },
  })
})

test('TCD on a SamplerCustom comes from one node, and goes again', () => {
  const document = customGraph('hyper-sdxl-1step-lora')
  const tcd = applied(document)
  expect(shape(tcd)).toMatchObject({
    TCDModelSamplingDiscrete: { steps: 1, eta: 1, denoise: 0.8, model: 'CheckpointLoaderSimple' },
    SamplerCustom: {
      noise_seed: 7,
      model: 'TCDModelSamplingDiscrete',
      sampler: 'TCDModelSamplingDiscrete',
      sigmas: 'TCDModelSamplingDiscrete',
    },
  })
  expect(tcd.nodes.length).toBe(document.nodes.length - 1)
  const back = shape(applied(JSON.parse(JSON.stringify(tcd).replace('hyper-sdxl-1step-lora', 'lightning-sdxl-4step'))))
  expect(back).toMatchObject({
    SamplerCustom: { model: 'CheckpointLoaderSimple', sigmas: 'BasicScheduler' },
    BasicScheduler: { steps: 4, denoise: 0.8 },
  })
  expect(back).not.toHaveProperty('TCDModelSamplingDiscrete')
})

test('an LCM LoRA gets ModelSamplingDiscrete behind it, and another file loses it', () => {
  const lcm = applied(ksamplerGraph('lcm-sdxl-lora'))
  expect(shape(lcm)).toMatchObject({
    ModelSamplingDiscrete: { sampling: 'lcm', model: 'LoraLoader' },
    KSampler: { model: 'ModelSamplingDiscrete', sampler_name: 'lcm', steps: 4 },
  })
  const other = JSON.parse(JSON.stringify(lcm).replace('lcm-sdxl-lora', 'lightning-sdxl-4step-lora'))
  expect(shape(applied(other))).toMatchObject({ ModelSamplingDiscrete: { mode: 'bypassed' } })
})

test('two samplers behind one file both follow it, a CFGGuider too', () => {
  const document = graph({
    model: ['CheckpointLoaderSimple', { ckpt_name: 'lightning-sdxl-4step' }],
    text: ['CLIPTextEncode', {}, { clip: 'model.CLIP' }],
    latent: ['EmptyLatentImage', {}],
    first: [
      'KSamplerAdvanced',
      { steps: 20, cfg: 8 },
      {
        model: 'model.MODEL',
        positive: 'text.CONDITIONING',
        negative: 'text.CONDITIONING',
        latent_image: 'latent.LATENT',
      },
    ],
    guider: [
      'CFGGuider',
      { cfg: 8 },
      { model: 'model.MODEL', positive: 'text.CONDITIONING', negative: 'text.CONDITIONING' },
    ],
    noise: ['RandomNoise', {}],
    select: ['KSamplerSelect', {}],
    levels: ['BasicScheduler', { steps: 20 }, { model: 'model.MODEL' }],
    second: [
      'SamplerCustomAdvanced',
      {},
      {
        noise: 'noise.NOISE',
        guider: 'guider.GUIDER',
        sampler: 'select.SAMPLER',
        sigmas: 'levels.SIGMAS',
        latent_image: 'first.LATENT',
      },
    ],
  })
  expect(shape(applied(document))).toMatchObject({
    KSamplerAdvanced: { steps: 4, cfg: 1, sampler_name: 'euler', scheduler: 'sgm_uniform' },
    CFGGuider: { cfg: 1 },
    BasicScheduler: { steps: 4, scheduler: 'sgm_uniform' },
  })
})

test('which of several recipes a file has is kept in the document', () => {
  const document = ksamplerGraph('hyper-sdxl-4step-lora+hyper-sdxl-8step-lora')
  expect(fewStepFiles(document, specs, knows)[0]).toMatchObject({ recipe: null })
  const after = applied(document, 'hyper-sdxl-8step-lora')
  expect(after.nodes.find(({ type }) => type === 'LoraLoader')!.properties).toMatchObject({
    [chosenRecipe]: 'hyper-sdxl-8step-lora',
  })
  expect(fewStepFiles(after, specs, knows)[0]).toMatchObject({ recipe: { id: 'hyper-sdxl-8step-lora' }, sure: true })
})

test.each(builtInRecipes.rows.map(({ id }) => id))('%s, applied, is contradicted by nothing', id => {
  const { kind, family } = recipe(id)
  const model = `${family}-model`
  for (const document of [
    kind === 'lora' ? ksamplerGraph(id, {}, { checkpoint: model }) : ksamplerGraph('none', {}, { checkpoint: id }),
    customGraph(id),
  ]) {
    const sentences = contradictions(applied(document), specs, knows).filter(({ about }) => about !== 'family')
    expect(sentences.map(({ message }) => message)).toEqual([])
  }
})
