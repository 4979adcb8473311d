import { expect, test } from 'vitest'
import type { Prompt } from '../../../graph/prompt.ts'
import { wrongKinds } from '../../../runtime/fit/wrong-kinds.ts'
import { node, picked, specs } from '../picked.ts'

/** Loaders and whatever lets them run. */
const loading = (checkpoint: string, vae: string): Prompt => ({
  1: node('CheckpointLoaderSimple', { ckpt_name: checkpoint }),
  2: node('VAELoader', { vae_name: vae }),
  3: node('LoadImage', { image: 'picture.png' }),
  4: node('VAEEncode', { pixels: ['3', 0], vae: ['2', 0] }),
  5: node('CLIPTextEncode', { text: 'a cat', clip: ['1', 1] }),
  6: node('KSampler', {
    seed: 1,
    steps: 4,
    cfg: 7,
    sampler_name: 'euler',
    scheduler: 'normal',
    denoise: 1,
    model: ['1', 0],
    positive: ['5', 0],
    negative: ['5', 0],
    latent_image: ['4', 0],
  }),
  7: node('VAEDecode', { samples: ['6', 0], vae: ['2', 0] }),
  8: node('PreviewImage', { images: ['7', 0] }),
})

const wrong = (checkpoint: string, vae: string) => {
  const { plan, files } = picked(loading(checkpoint, vae))
  return wrongKinds(plan, specs, files).map(({ message }) => message)
}

test('files in their places, and files of no known kind, pass', () => {
  expect(wrong('sd15.safetensors', 'some_vae.safetensors')).toEqual([])
  expect(wrong('unet-sdxl.safetensors', 'sd15.safetensors')).toEqual([])
  expect(wrong('mystery.safetensors', 'mystery.safetensors')).toEqual([])
})

test.each([
  ['lora-sd15.safetensors', 'it is a LoRA for SD 1.x. Load LoRA takes it.'],
  ['some_vae.safetensors', 'it is a VAE alone. Load VAE takes it.'],
  ['clip_l.safetensors', 'it is a text encoder alone for SD 1.x (CLIP-L). Load CLIP takes it.'],
  ['style.safetensors', 'it is an embedding for SD 1.x. Write embedding:NAME in a prompt to use it.'],
])('%s in Load Checkpoint: one sentence says what it is and who takes it', (file, what) => {
  expect(wrong(file, 'some_vae.safetensors')).toEqual([
    `Load Checkpoint (node 1), input ckpt_name: ${file} is not a checkpoint: ${what}`,
  ])
})

test('a UNet in Load VAE is refused, with the node that takes it', () => {
  expect(wrong('sd15.safetensors', 'unet-sdxl.safetensors')).toEqual([
    expect.stringMatching(
      /^Load VAE \(node 2\).*unet-sdxl\.safetensors is not a VAE: it is a UNet alone for SDXL\. Load .* takes it\.$/,
    ),
  ])
})

test('a model that does not run here is refused by name', () => {
  expect(wrong('flux.safetensors', 'some_vae.safetensors')).toEqual([
    'Load Checkpoint (node 1), input ckpt_name: flux.safetensors is of the model family FLUX; Leapgraph runs Stable Diffusion 1.x, 2.x and SDXL.',
  ])
})
