import { expect, test } from 'vitest'
import type { Prompt } from '../../../graph/prompt.ts'
import { familyConflicts } from '../../../runtime/fit/families.ts'
import { node, picked, specs } from '../picked.ts'

const conflicts = (prompt: Prompt) => {
  const { plan, files } = picked(prompt)
  expect(plan.errors).toEqual([])
  return familyConflicts(plan, specs, files).map(({ code, message, place }) => ({ code, message, node: place.nodeId }))
}

const load = (ckpt_name: string) => node('CheckpointLoaderSimple', { ckpt_name })
const sampling = { seed: 1, steps: 4, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 }

/** Text to image; whatever is given stands in for a part of it. */
const workflow = (ckpt: string, changes: Prompt = {}): Prompt => ({
  1: load(ckpt),
  2: node('CLIPTextEncode', { text: 'a cat', clip: ['1', 1] }),
  3: node('EmptyLatentImage', { width: 512, height: 512, batch_size: 1 }),
  4: node('KSampler', { ...sampling, model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0] }),
  5: node('VAEDecode', { samples: ['4', 0], vae: ['1', 2] }),
  6: node('PreviewImage', { images: ['5', 0] }),
  ...changes,
})

test.each(['sd15.safetensors', 'sdxl.safetensors', 'refiner.safetensors', 'mystery.safetensors'])(
  'a workflow of %s alone has no conflict',
  ckpt => expect(conflicts(workflow(ckpt))).toEqual([]),
)

const lora = (lora_name: string): Prompt => ({
  7: node('LoraLoader', { model: ['1', 0], clip: ['1', 1], lora_name, strength_model: 1, strength_clip: 1 }),
  4: node('KSampler', { ...sampling, model: ['7', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0] }),
})

test('a LoRA of another family is an error on its loader, which names both files, both families and the way out', () => {
  expect(conflicts(workflow('sd15.safetensors', lora('lora-sdxl.safetensors')))).toEqual([
    {
      code: 'wrong-family',
      node: '7',
      message:
        'Load LoRA (node 7): sd15.safetensors is for SD 1.x, and lora-sdxl.safetensors is for SDXL; they do not work together: ' +
        'choose a LoRA for SD 1.x, or a checkpoint for SDXL.',
    },
  ])
  expect(conflicts(workflow('sd15.safetensors', lora('lora-sd15.safetensors')))).toEqual([])
})

test('a file of unknown family is never refused', () => {
  expect(conflicts(workflow('sd15.safetensors', lora('strange-lora.safetensors')))).toEqual([])
  expect(conflicts(workflow('mystery.safetensors', lora('lora-sdxl.safetensors')))).toEqual([])
})

test('prompts of another family’s CLIP are an error on the sampler, and only there', () => {
  const [error, ...more] = conflicts(
    workflow('sdxl.safetensors', {
      7: load('sd15.safetensors'),
      2: node('CLIPTextEncode', { text: 'a cat', clip: ['7', 1] }),
    }),
  )
  expect(error).toMatchObject({
    node: '4',
    message: expect.stringContaining('sdxl.safetensors is for SDXL, and sd15.safetensors is for SD 1.x'),
  })
  expect(more).toEqual([])
})

/** SDXL's base, then its refiner on the same latent. */
const refined = (clip: string): Prompt =>
  workflow('sdxl.safetensors', {
    7: load('refiner.safetensors'),
    8: node('CLIPTextEncode', { text: 'a cat', clip: [clip, 1] }),
    9: node('KSampler', {
      ...sampling,
      model: ['7', 0],
      positive: ['8', 0],
      negative: ['8', 0],
      latent_image: ['4', 0],
    }),
    5: node('VAEDecode', { samples: ['9', 0], vae: ['1', 2] }),
  })

test('the base’s latents go into the refiner; its prompts do not', () => {
  expect(conflicts(refined('7'))).toEqual([])
  expect(conflicts(refined('1'))).toMatchObject([
    { node: '9', message: expect.stringContaining('prompts of their own CLIP') },
  ])
})

const vae = (vae_name: string): Prompt => ({
  7: node('VAELoader', { vae_name }),
  5: node('VAEDecode', { samples: ['4', 0], vae: ['7', 0] }),
})

test('a VAE that by its name is SDXL’s does not decode SD’s latents; one that says nothing may', () => {
  expect(conflicts(workflow('sd15.safetensors', vae('sdxl_vae.safetensors')))).toMatchObject([
    {
      node: '5',
      message: expect.stringMatching(
        /sd15\.safetensors works with latents of SD 1\.x and 2\.x, and sdxl_vae\.safetensors with latents of SDXL: choose a VAE/,
      ),
    },
  ])
  expect(conflicts(workflow('sdxl.safetensors', vae('sdxl_vae.safetensors')))).toEqual([])
  expect(conflicts(workflow('sd15.safetensors', vae('some_vae.safetensors')))).toEqual([])
})

test('latents of 16 channels go only with a VAE that has them; an SDXL LoRA goes with both', () => {
  expect(conflicts(workflow('sdxl-16ch.safetensors'))).toEqual([])
  expect(conflicts(workflow('sdxl-16ch.safetensors', vae('wide_vae.safetensors')))).toEqual([])
  expect(conflicts(workflow('sdxl-16ch.safetensors', lora('lora-sdxl.safetensors')))).toEqual([])
  const met = (ckpt: string, vae_name: string) => conflicts(workflow(ckpt, vae(vae_name))).map(({ message }) => message)
  expect(met('sdxl-16ch.safetensors', 'some_vae.safetensors')).toEqual([
    'VAE Decode (node 5): sdxl-16ch.safetensors works with latents of Flux (16 channels), and some_vae.safetensors with latents of SD or SDXL (4 channels): ' +
      'choose a VAE for Flux (16 channels), or a checkpoint for SD or SDXL (4 channels).',
  ])
  expect(met('sdxl-16ch.safetensors', 'sd3_vae.safetensors')).toEqual([expect.stringMatching(/SD 3 \(16 channels\)/)])
  expect(met('sdxl.safetensors', 'flux2-vae.safetensors')).toEqual([
    expect.stringMatching(/latents of Flux\.2 \(32 channels\)/),
  ])
})

test('a picture has no family: one VAE may encode what another decoded', () => {
  const both = workflow('sd15.safetensors', {
    7: load('sdxl.safetensors'),
    8: node('VAEEncode', { pixels: ['5', 0], vae: ['7', 2] }),
    9: node('CLIPTextEncode', { text: 'a cat', clip: ['7', 1] }),
    10: node('KSampler', {
      ...sampling,
      model: ['7', 0],
      positive: ['9', 0],
      negative: ['9', 0],
      latent_image: ['8', 0],
    }),
    11: node('VAEDecode', { samples: ['10', 0], vae: ['7', 2] }),
    12: node('PreviewImage', { images: ['11', 0] }),
  })
  expect(conflicts(both)).toEqual([])
  expect(
    conflicts({
      ...both,
      8: node('LatentUpscale', {
        samples: ['4', 0],
        upscale_method: 'bilinear',
        width: 64,
        height: 64,
        crop: 'disabled',
      }),
    }),
  ).toMatchObject([{ node: '10' }])
})

const adapter: Prompt = {
  7: node('ControlNetLoader', { control_net_name: 't2i-sd.safetensors' }),
  8: node('LoadImage', { image: 'picture.png' }),
  9: node('ControlNetApply', { conditioning: ['2', 0], control_net: ['7', 0], image: ['8', 0], strength: 1 }),
  4: node('KSampler', { ...sampling, model: ['1', 0], positive: ['9', 0], negative: ['2', 0], latent_image: ['3', 0] }),
}

test('a T2I-Adapter reads no prompts: it is for all that share its latents', () => {
  expect(conflicts(workflow('sd15.safetensors', adapter))).toEqual([])
  expect(conflicts(workflow('sd21.safetensors', adapter))).toEqual([])
  expect(conflicts(workflow('sdxl.safetensors', adapter))).toMatchObject([
    { message: expect.stringContaining('t2i-sd.safetensors') },
  ])
})

const encoders = (loader: Prompt[string]): Prompt => ({
  1: node('UNETLoader', { unet_name: 'unet-sdxl.safetensors', weight_dtype: 'default' }),
  7: loader,
  8: node('VAELoader', { vae_name: 'some_vae.safetensors' }),
  2: node('CLIPTextEncode', { text: 'a cat', clip: ['7', 0] }),
  5: node('VAEDecode', { samples: ['4', 0], vae: ['8', 0] }),
})

test('CLIP-L and CLIP-G together are SDXL’s; either alone is not', () => {
  const dual = node('DualCLIPLoader', {
    clip_name1: 'clip_l.safetensors',
    clip_name2: 'clip_g.safetensors',
    type: 'sdxl',
  })
  expect(conflicts(workflow('', encoders(dual)))).toEqual([])
  const one = (clip_name: string) => node('CLIPLoader', { clip_name, type: 'stable_diffusion' })
  expect(conflicts(workflow('', encoders(one('clip_l.safetensors'))))).toMatchObject([{ node: '4' }])
  expect(conflicts(workflow('', encoders(one('clip_g.safetensors'))))).toMatchObject([{ node: '4' }])
})

test('a merge of two families is refused before anything is computed', () => {
  const merged = workflow('sd15.safetensors', {
    7: load('sdxl.safetensors'),
    8: node('ModelMergeSimple', { model1: ['1', 0], model2: ['7', 0], ratio: 0.5 }),
    4: node('KSampler', {
      ...sampling,
      ...{ model: ['8', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0] },
    }),
  })
  expect(conflicts(merged)).toEqual([
    expect.objectContaining({
      node: '8',
      message: expect.stringContaining('sd15.safetensors is for SD 1.x, and sdxl.safetensors is for SDXL'),
    }),
  ])
})
