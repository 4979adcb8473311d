import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WorkflowError } from '../../../graph/errors.ts'
import { importParameters } from '../../../graph/import/a1111.ts'
import { readSampler } from '../../../graph/import/a1111-samplers.ts'
import { readWorkflow } from '../../../graph/import/read-workflow.ts'
import { plan } from '../../../graph/plan.ts'
import { toPrompt } from '../../../graph/prompt.ts'
import { specs } from '../specs.ts'

const parameters = `a cat, <lora:detail:0.8>, masterpiece
second line
Negative prompt: blurry <lora:neg:-1:0.5>
Steps: 25, Sampler: DPM++ 2M Karras, CFG scale: 6.5, Seed: 4294967295123, Size: 513x768, Model hash: 6ce0161689, Model: v1-5-pruned, VAE: vae-ft-mse.safetensors, Clip skip: 2, Lora hashes: "detail: aa, neg: bb", Hires upscale: 2, Version: v1.9.3`

const folders: Record<string, readonly string[]> = {
  checkpoints: ['other.safetensors', 'sd/v1-5-pruned-emaonly.safetensors'],
  loras: ['detail_v2.safetensors'],
}

describe("A1111's parameters", () => {
  const prompt = importParameters(parameters, { filesOf: folder => folders[folder] ?? [] })

  test('become the graph ComfyUI makes of them', () => {
    expect(Object.values(prompt).map(({ class_type }) => class_type)).toEqual([
      'CheckpointLoaderSimple',
      'CLIPSetLastLayer',
      'CLIPTextEncode',
      'CLIPTextEncode',
      'EmptyLatentImage',
      'KSampler',
      'VAELoader',
      'VAEDecode',
      'SaveImage',
      'LoraLoader',
      'LoraLoader',
      'LatentUpscale',
      'KSampler',
    ])
    expect(prompt['6']?.inputs).toMatchObject({
      steps: 25,
      cfg: 6.5,
      seed: 4294967295123,
      sampler_name: 'dpmpp_2m',
      scheduler: 'karras',
      denoise: 1,
    })
    expect(prompt['2']?.inputs.stop_at_clip_layer).toBe(-2)
    expect(prompt['5']?.inputs).toEqual({ width: 576, height: 768, batch_size: 1 })
  })

  test('find files by the beginning of their names', () => {
    expect(prompt['1']?.inputs.ckpt_name).toBe('sd/v1-5-pruned-emaonly.safetensors')
    expect([prompt['10']?.inputs.lora_name, prompt['11']?.inputs.lora_name]).toEqual([
      'detail_v2.safetensors',
      'neg.safetensors',
    ])
    expect(prompt['7']?.inputs.vae_name).toBe('vae-ft-mse.safetensors')
  })

  test('chain the LoRAs, positive first, and take their tags out of the texts', () => {
    expect(prompt['10']?.inputs).toMatchObject({
      model: ['1', 0],
      clip: ['2', 0],
      strength_model: 0.8,
      strength_clip: 0.8,
    })
    expect(prompt['11']?.inputs).toMatchObject({
      model: ['10', 0],
      clip: ['10', 1],
      strength_model: 0.5,
      strength_clip: -1,
    })
    expect(prompt['6']?.inputs.model).toEqual(['11', 0])
    expect(prompt['3']?.inputs).toEqual({ text: 'a cat, , masterpiece\nsecond line', clip: ['11', 1] })
    expect(prompt['4']?.inputs.text).toBe('blurry')
  })

  test('open as a workflow that can be planned', () => {
    const once = parameters.replace(', Hires upscale: 2', '')
    const workflow = readWorkflow(once, specs)
    expect(toPrompt(workflow, specs)['6']?.inputs).toEqual(importParameters(once)['6']?.inputs)
    expect(plan(toPrompt(workflow, specs), specs).errors).toEqual([])
  })

  test('need neither a negative text nor a VAE', () => {
    const short = importParameters('cat\nSteps: 4, Sampler: LCM, Schedule type: SGM Uniform, Seed: 1, Size: 512x512')
    expect(short['4']?.inputs.text).toBe('')
    expect(short['8']?.inputs.vae).toEqual(['1', 2])
    expect(short['6']?.inputs).toMatchObject({ sampler_name: 'lcm', scheduler: 'sgm_uniform', model: ['1', 0] })
  })

  test('without settings are refused', () => {
    expect(() => importParameters('just a text')).toThrow(WorkflowError)
  })

  test('of any wording do not crash', () => {
    const words = fc.constantFrom(
      '<lora:',
      'a',
      ':',
      '>',
      '0.5',
      '\n',
      'Steps: ',
      'Size: 9x',
      ', ',
      '"',
      '\\',
      '{',
      '}',
      'Seed: -1',
      'Negative prompt: ',
    )
    fc.assert(
      fc.property(fc.array(words), parts => {
        expect(importParameters(`${parts.join('')}\nSteps: 1, ${parts.join('')}`)['6']?.class_type).toBe('KSampler')
      }),
    )
  })
})

test.each([
  ['Euler a', undefined, 'euler_ancestral', 'normal'],
  ['DPM++ 2S a Karras', undefined, 'dpmpp_2s_ancestral', 'karras'],
  ['DPM++ SDE', 'Karras', 'dpmpp_sde', 'karras'],
  ['DPM++ 2M SDE Exponential', undefined, 'dpmpp_2m_sde', 'exponential'],
  ['UniPC', 'Automatic', 'uni_pc', 'normal'],
  ['DPM2 a', 'constructor', 'dpm_2_ancestral', 'normal'],
])('the sampler %s with schedule %s is %s, %s', (name, schedule, sampler, scheduler) => {
  expect(readSampler(name, schedule)).toEqual({ sampler, scheduler })
})

test('more LoRAs than a picture has are refused', () => {
  const text = `${'<lora:a:1>'.repeat(101)}\nSteps: 20`
  expect(() => importParameters(text)).toThrow('The texts name 101 LoRAs; at most 100 are read.')
})
