import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { type TensorSpec, writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { loadCheckpoint, loadUnet, loadVae } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import { decodeLatent } from '../../../engine/pipeline/vae/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { zeros } from '../../../engine/tensor/tensor.ts'
import { goldenPath } from '../networks/run-graph.ts'

let folder: string
const sessions = new Sessions({ device: 'cpu', threads: 1 })
const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leapgraph-load-'))
})
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})

/** A file with zeros for these tensors. */
async function fileOf(name: string, tensors: readonly TensorSpec[]) {
  const path = join(folder, name)
  const size = ({ shape }: TensorSpec) => 2 * shape.reduce((n, d) => n * d, 1)
  await writeSafetensors(path, tensors, tensor => [new Uint8Array(size(tensor))])
  return fileRef(path)
}
const golden = (name: string) => fileRef(goldenPath(name))

test('Playground’s checkpoint sets its noise levels and the scale of its latents', async () => {
  const whole = await openSafetensors(goldenPath('pipelines/tiny_sdxl.safetensors'))
  const marks = ['edm_mean', 'edm_std'].map(name => ({ name, dtype: 'F16', shape: [1, 4, 1, 1] }) as const)
  const { model } = await loadCheckpoint(await fileOf('playground.safetensors', [...whole.tensors.values(), ...marks]))
  expect(model.latents).toBe('playground-2.5')
  expect(model.sampling).toMatchObject({ prediction: 'edm', timesteps: 'edm', sigmaData: 0.5 })
})

test('a checkpoint without a text encoder or a VAE loads, and the missing part is reported when it is needed', async () => {
  const whole = await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors'))
  const unetOnly = [...whole.tensors.values()].filter(({ name }) => name.startsWith('model.diffusion_model.'))
  const { clip, vae } = await loadCheckpoint(await fileOf('unet.safetensors', unetOnly))
  await expect(encodePrompt(clip, 'a cat', context)).rejects.toThrow(
    'unet.safetensors does not hold a CLIP-L text encoder',
  )
  await expect(decodeLatent(vae, { samples: zeros([1, 4, 8, 8]) }, context)).rejects.toThrow(
    'unet.safetensors does not hold a VAE',
  )
})

test('a file of another kind is refused with its kind', async () => {
  await expect(loadCheckpoint(await golden('pipelines/lora_unet_te.safetensors'))).rejects.toThrow('it is a LoRA')
  await expect(loadVae(await golden('pipelines/lora_unet_te.safetensors'))).rejects.toThrow(
    'lora_unet_te.safetensors is not a VAE: it is a LoRA',
  )
})

test('a UNet with other inputs than a latent, except for inpainting, is refused', async () => {
  const file = await fileOf('x4.safetensors', [
    { name: 'input_blocks.0.0.weight', dtype: 'F16', shape: [8, 7, 3, 3] },
    { name: 'input_blocks.1.1.proj_in.weight', dtype: 'F16', shape: [8, 8, 1, 1] },
  ])
  await expect(loadUnet(file)).rejects.toThrow('x4.safetensors is a UNet that reads 7 channels')
})

test('a VAE for latents of 12 channels is refused', async () => {
  const file = await fileOf('mochi.safetensors', [
    { name: 'decoder.conv_in.weight', dtype: 'F16', shape: [8, 12, 3, 3] },
  ])
  await expect(loadVae(file)).rejects.toThrow('mochi.safetensors is a VAE for latents of 12 channels')
})

test('an SDXL LoRA on an SD 1.x model is refused, naming both files', async () => {
  const { model } = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
  const key = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k'
  const lora = await fileOf('xl-style.safetensors', [
    { name: `${key}.lora_down.weight`, dtype: 'F16', shape: [4, 2048] },
    { name: `${key}.lora_up.weight`, dtype: 'F16', shape: [640, 4] },
  ])
  const applied = applyLora({ model }, lora, { model: 1, clip: 1 })
  await expect(applied).rejects.toThrow(/xl-style\.safetensors.*tiny_sd15\.safetensors/)
})

test.each([
  [
    'fits nothing at all',
    'lora_unet_strange_blocks_0_layer',
    'other.safetensors changes nothing in tiny_sd15.safetensors: the model has none of its layers (1 layer: lora_unet_strange_blocks_0_layer).',
  ],
  ['is for FLUX', 'lora_unet_double_blocks_0_img_attn_qkv', 'other.safetensors is a LoRA for FLUX; Leapgraph runs'],
])('a LoRA that %s is refused, wired or named in a prompt', async (_, module, message) => {
  const { model, clip } = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
  const lora = await fileOf('other.safetensors', [
    { name: `${module}.lora_down.weight`, dtype: 'F16', shape: [4, 8] },
    { name: `${module}.lora_up.weight`, dtype: 'F16', shape: [8, 4] },
  ])
  await expect(applyLora({ model, clip }, lora, { model: 1, clip: 1 })).rejects.toThrow(message)
  const named = encodePrompt(clip, 'a cat <lora:other:0.8>', { ...context, find: async () => lora })
  await expect(named).rejects.toThrow(message)
})

test('layers that fit no network are ignored in a LoRA that otherwise fits, with their number and first names', async () => {
  const { model, clip } = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
  const strange = [0, 1, 2, 3].map(i => `lora_unet_strange_blocks_${i}_layer.diff_b`)
  const lora = await fileOf('partly.safetensors', [
    { name: 'lora_unet_conv_in.diff_b', dtype: 'F16', shape: [32] },
    ...strange.map(name => ({ name, dtype: 'F16' as const, shape: [8] })),
  ])
  const { notices } = await applyLora({ model, clip }, lora, { model: 1, clip: 1 })
  expect(notices).toEqual([
    '4 layers of partly.safetensors fit no layer of the model and are ignored: lora_unet_strange_blocks_0_layer, lora_unet_strange_blocks_1_layer, lora_unet_strange_blocks_2_layer …',
  ])
})

test('a hypernetwork is refused with its kind', async () => {
  const { model } = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
  const file = await fileOf('anime.safetensors', [{ name: '768.0.linear.0.weight', dtype: 'F16', shape: [1536, 768] }])
  await expect(applyLora({ model }, file, { model: 1, clip: 1 })).rejects.toThrow(
    'anime.safetensors is not a LoRA: it is a hypernetwork',
  )
})
