import { describeFile } from '../../engine/recognise/describe-file.ts'
import { type FileUse, isFileUse } from '../../engine/recognise/file-use.ts'
import type { JsonObject } from '../../graph/json.ts'
import { type Plan, plan } from '../../graph/plan.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { loadNodes } from '../../nodes/registry.ts'
import type { PickedFile, PickedFiles } from '../../runtime/fit/picked-files.ts'
import { fileNoun } from '../../runtime/library/folders.ts'
import { autoencoderLayers } from '../../server/bench/layout/autoencoder.ts'
import { below } from '../../server/bench/layout/layer.ts'
import { clipG, clipL, openClipText } from '../../server/bench/layout/text-encoders.ts'
import { type UnetShape, unetLayers } from '../../server/bench/layout/unet.ts'
import { headerOf } from '../engine/checkpoint/files.ts'
import { clipH, textFile } from '../engine/recognise/layouts/clip.ts'
import { type Layers, type Layout, layout } from '../engine/recognise/layouts/layout.ts'
import { loraOn } from '../engine/recognise/layouts/lora.ts'
import { diffusersUnetLayers, kinds } from '../engine/recognise/layouts/unet.ts'

export const specs = new Map([...(await loadNodes())].map(([type, { spec }]) => [type, spec]))

const checkpoint = (kind: UnetShape, ...encoders: readonly Layers[]): Layout =>
  layout(below('model.diffusion_model', unetLayers(kind)), ...encoders, below('first_stage_model', autoencoderLayers()))
const bigG = (n: number) => below(`conditioner.embedders.${n}.model`, openClipText(clipG))

/** Files as people have them, by the names they go by. */
export const FILES: Readonly<Record<string, Layout>> = {
  'sd15.safetensors': checkpoint(kinds.sd1, below('cond_stage_model.transformer', textFile(clipL))),
  'sdxl.safetensors': checkpoint(kinds.sdxl, below('conditioner.embedders.0.transformer', textFile(clipL)), bigG(1)),
  'refiner.safetensors': checkpoint(kinds.refiner, bigG(0)),
  'unet-sdxl.safetensors': layout(unetLayers(kinds.sdxl)),
  'clip_l.safetensors': layout(textFile(clipL)),
  'clip_g.safetensors': layout(textFile(clipG)),
  'lora-sd15.safetensors': loraOn(diffusersUnetLayers(kinds.sd1), 'kohya'),
  'lora-sdxl.safetensors': loraOn(unetLayers(kinds.sdxl), 'kohya'),
  'strange-lora.safetensors': { 'lora_unet_x.lora_down.weight': [4, 8], 'lora_unet_x.lora_up.weight': [8, 4] },
  't2i-sd.safetensors': { 'body.0.block1.weight': [320, 320, 3, 3], 'conv_in.weight': [320, 192, 3, 3] },
  'sd21.safetensors': checkpoint(kinds.sd2, below('cond_stage_model.model', openClipText(clipH))),
  'sdxl_vae.safetensors': layout(autoencoderLayers()),
  'sdxl-16ch.safetensors': layout(
    below('model.diffusion_model', unetLayers({ ...kinds.sdxl, inChannels: 16, outChannels: 16 })),
    below('conditioner.embedders.0.transformer', textFile(clipL)),
    bigG(1),
    below('first_stage_model', autoencoderLayers(16)),
  ),
  'wide_vae.safetensors': layout(autoencoderLayers(16)),
  'sd3_vae.safetensors': layout(autoencoderLayers(16)),
  'flux2-vae.safetensors': layout(autoencoderLayers(32)),
  'some_vae.safetensors': layout(autoencoderLayers()),
  'flux.safetensors': { 'double_blocks.0.img_attn.norm.key_norm.scale': [128] },
  'esrgan.safetensors': { 'body.0.rdb1.conv1.weight': [32, 64, 3, 3] },
  'style.safetensors': { emb_params: [4, 768] },
  'mystery.safetensors': { 'a.weight': [2, 2], 'b.weight': [2] },
}

export const node = (class_type: string, inputs: JsonObject): Prompt[string] => ({ class_type, inputs })

/** A plan, with what the files its nodes name are. */
export function picked(prompt: Prompt): { readonly plan: Plan; readonly files: PickedFiles } {
  const planned = plan(prompt, specs)
  const files = planned.steps.map(step => {
    const own = Object.entries(step.inputs).flatMap(([input, value]): PickedFile[] => {
      const port = specs.get(step.type)!.inputs[input]!
      const use = port.kind === 'file' ? fileNoun(port.folder) : ''
      const name = value.kind === 'value' ? String(value.value) : ''
      const shapes = FILES[name]
      if (!shapes || !isFileUse(use)) return []
      const description = describeFile(headerOf(shapes, { path: `/models/${name}` }))
      return [{ input, name, use: use satisfies FileUse, description }]
    })
    return [step.id, own] as const
  })
  return { plan: planned, files: new Map(files) }
}
