import type { TensorSpec } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { autoencoderLayers } from './autoencoder.ts'
import { below, type Layer } from './layer.ts'
import { clipG, clipL, huggingFaceText, openClipText } from './text-encoders.ts'
import { type UnetShape, unetLayers } from './unet.ts'

/** Every tensor of a published checkpoint by name and shape, in half precision. */
export interface CheckpointLayout {
  readonly title: string
  tensors(): TensorSpec[]
}

export const unets = {
  sd15: { widths: [320, 640, 1280, 1280], depths: [1, 1, 1, 0], middle: 1, context: 768, convolutional: true },
  sdxl: { widths: [320, 640, 1280], depths: [0, 2, 10], middle: 10, context: 2048, pooled: 2816, convolutional: false },
} as const satisfies Readonly<Record<string, UnetShape>>

export const layouts = {
  /** Rombach et al. 2022, arXiv:2112.10752 */
  sd15: {
    title: 'Stable Diffusion 1.5',
    tensors: () =>
      halves(
        below('model.diffusion_model', unetLayers(unets.sd15)),
        below('cond_stage_model.transformer.text_model', huggingFaceText(clipL)),
        below('first_stage_model', autoencoderLayers()),
      ),
  },
  /** Podell et al. 2023, arXiv:2307.01952, table 1 */
  sdxl: {
    title: 'Stable Diffusion XL',
    tensors: () =>
      halves(
        below('model.diffusion_model', unetLayers(unets.sdxl)),
        below('conditioner.embedders.0.transformer.text_model', huggingFaceText(clipL)),
        below('conditioner.embedders.1.model', openClipText(clipG)),
        below('first_stage_model', autoencoderLayers()),
      ),
  },
} as const satisfies Readonly<Record<string, CheckpointLayout>>

const halves = (...parts: readonly Layer[][]): TensorSpec[] =>
  parts.flat().map(([name, shape]) => ({ name, dtype: name.endsWith('position_ids') ? 'I64' : 'F16', shape }))
