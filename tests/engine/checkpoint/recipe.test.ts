import { expect, test } from 'vitest'
import { recipeFor } from '../../../engine/checkpoint/recipe.ts'

/** File names as published, with what their model cards say. */
test.each([
  ['Hyper-SD15-1step-lora.safetensors', { steps: 1, sampler: 'tcd', cfg: 1, eta: 1, strength: 1 }],
  ['Hyper-SDXL-1step-lora.safetensors', { steps: 1, sampler: 'tcd', cfg: 1, eta: 1, strength: 1 }],
  ['Hyper-SD15-2steps-lora.safetensors', { steps: 2, sampler: 'ddim', scheduler: 'simple', cfg: 1, strength: 1 }],
  ['Hyper-SDXL-4steps-lora.safetensors', { steps: 4, sampler: 'ddim', scheduler: 'simple', cfg: 1, strength: 1 }],
  ['Hyper-SDXL-8steps-lora.safetensors', { steps: 8, cfg: 1 }],
  ['Hyper-SDXL-8steps-CFG-lora.safetensors', { steps: 8, cfg: 5, strength: 1 }],
  ['Hyper-SD15-12steps-CFG-lora.safetensors', { steps: 12, cfg: 5, strength: 1 }],
  ['Hyper-SDXL-1step-Unet.safetensors', { steps: 1, scheduler: 'HyperSDXL1StepUnetScheduler', cfg: 1 }],
  ['Hyper-SDXL-1step-Unet-Comfyui.fp16.safetensors', { steps: 1, scheduler: 'HyperSDXL1StepUnetScheduler' }],
  ['tcd-lora-sdv1-5.safetensors', { sampler: 'tcd', eta: 0.3, cfg: 1 }],
  ['TCD-SD15-LoRA.safetensors', { sampler: 'tcd', eta: 0.3, cfg: 1 }],
  ['TCD-SDXL-LoRA.safetensors', { sampler: 'tcd', eta: 0.3, cfg: 1 }],
  ['lcm-lora-sdv1-5.safetensors', { steps: 4, sampler: 'lcm', cfg: 1 }],
  ['lcm-lora-sdxl.safetensors', { steps: 4, sampler: 'lcm', cfg: 1 }],
  ['LCMTurboMix_LCM_Sampler.safetensors', { steps: 6, sampler: 'lcm', cfg: 2, strength: 0.8 }],
  ['sdxl_lightning_1step_x0.safetensors', { steps: 1, sampler: 'euler', why: expect.stringContaining('x0') }],
  ['sdxl_lightning_2step.safetensors', { steps: 2, sampler: 'euler', scheduler: 'sgm_uniform', cfg: 1 }],
  ['sdxl_lightning_4step_lora.safetensors', { steps: 4, sampler: 'euler', scheduler: 'sgm_uniform', cfg: 1 }],
  ['sdxl_lightning_8step_unet.safetensors', { steps: 8, sampler: 'euler', scheduler: 'sgm_uniform', cfg: 1 }],
  ['sd_xl_turbo_1.0_fp16.safetensors', { steps: 1, scheduler: 'SDTurboScheduler', cfg: 1 }],
  ['sd_turbo.safetensors', { steps: 1, scheduler: 'SDTurboScheduler', cfg: 1 }],
  ['micro-hyper-lora.safetensors', { steps: 4, sampler: 'tcd', eta: 0.3, cfg: 1, strength: 1 }],
])('%s is known', (file, recipe) => {
  expect(recipeFor(file)).toMatchObject(recipe)
})

test('folders, case, separators and the extension do not matter', () => {
  const recipe = recipeFor('Hyper-SD15-1step-lora.safetensors')
  for (const name of ['sd15/hyper_sd15_1step_lora', 'D:\\models\\HYPER-SD15-1STEP-LORA.sft', 'Hyper SD15 1step lora'])
    expect(recipeFor(name)).toEqual(recipe)
})

test.each([
  'v1-5-pruned-emaonly.safetensors',
  'hyperrealism-lora.safetensors',
  'Hyper-FLUX.1-dev-8steps-lora.safetensors',
  'Hyper-SD3-8steps-CFG-lora.safetensors',
  'Hyper-SD15-3steps-lora.safetensors',
  'my-sd-turbo-merge.safetensors',
])('%s is not', file => {
  expect(recipeFor(file)).toBe(null)
})

test('eta goes with TCD and with nothing else', () => {
  expect(recipeFor('Hyper-SD15-4steps-lora')).not.toHaveProperty('eta')
})
