import { expect, test } from 'vitest'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import type { LoraBase } from '../../../engine/lora/match.ts'
import { reportLora } from '../../../engine/lora/report.ts'
import { golden } from '../checkpoint/files.ts'
import { goldenWeights } from '../networks/run-graph.ts'

const checkpoint = 'pipelines/tiny_sd15.safetensors'
const base = async (network: LoraBase['network'], prefix: string): Promise<LoraBase> => ({
  network,
  file: await fileRef(golden(checkpoint)),
  tensors: (await goldenWeights(checkpoint, prefix)).tensors,
})
const unet = await base('unet', 'model.diffusion_model.')
const text = await base('clipL', 'cond_stage_model.transformer.text_model.')
const lora = (name: string) => fileRef(golden(`${name}.safetensors`))

test('a LoRA whose layers all fit gives no notice', async () => {
  expect(await reportLora(await lora('nets/lora/kohya_linear'), [unet], [unet, text])).toEqual([])
})

test('layers for a network of the model that is not changed here are correct too', async () => {
  expect(await reportLora(await lora('pipelines/lora_unet_te'), [unet], [unet, text])).toEqual([])
})

test('layers that no network of the model has are counted, and the first three are named', async () => {
  const notices = await reportLora(await lora('nets/text_sdxl.lora_kohya'), [text], [unet, text])
  expect(notices).toEqual([
    expect.stringMatching(
      /^18 layers of text_sdxl\.lora_kohya\.safetensors fit no layer of the model and are ignored: (lora_te2_\w+, ){2}lora_te2_\w+ …$/,
    ),
  ])
})

test('a LoRA that changes nothing is refused in a sentence that names both files', async () => {
  await expect(reportLora(await lora('nets/lora/kohya_linear'), [text], [unet, text])).rejects.toThrow(
    'kohya_linear.safetensors changes nothing in tiny_sd15.safetensors: all of its layers are for a network that is not connected here',
  )
})
