import type { Family } from '../checkpoint/family.ts'
import { readTensorAt, type Safetensors, type Tensors } from '../checkpoint/files/safetensors.ts'
import type { ModelSamplingSpec } from '../sampling/model-sampling.ts'

/**
 * What a UNet predicts and which timesteps it was trained on. SDXL models have marker tensors (`v_pred`, `ztsnr`); in SD 2.x
 * models the standard deviation of one bias is above 0.09 for v-prediction (ComfyUI's supported_models.py); models with an
 * input for the guidance scale were distilled for LCM. A model that was trained by flow matching has no marker tensor; its
 * metadata may say so. Two more markers are for continuous noise levels: Playground 2.5's, and
 * those of v-prediction on EDM's levels.
 *
 * @param weights  the UNet's, under CompVis' names
 */
export async function samplingOf(file: Safetensors, weights: Tensors, family: Family): Promise<ModelSamplingSpec> {
  if (isPlayground(file)) return { prediction: 'edm', timesteps: 'edm', sigmaMin: 0.002, sigmaMax: 80, sigmaData: 0.5 }
  const sigmaMax = await marker(file, 'edm_vpred.sigma_max')
  if (sigmaMax !== undefined) {
    const sigmaMin = (await marker(file, 'edm_vpred.sigma_min')) ?? 0.002
    return { prediction: 'v_prediction', timesteps: 'edm', sigmaMin, sigmaMax, sigmaData: 1 }
  }
  if (isFlow(file)) return { prediction: 'flow', shift: 3 }
  if (weights.has('time_embed.cond_proj.weight')) return { prediction: 'lcm', timesteps: 'distilled', zsnr: false }
  const v = file.tensors.has('v_pred') || (family === 'sd2' && (await hasWideBias(weights)))
  return { prediction: v ? 'v_prediction' : 'eps', timesteps: 'full', zsnr: v && file.tensors.has('ztsnr') }
}

/** Playground 2.5 has markers for the mean and deviation of its latents; latent-format.ts has the numbers. */
export const isPlayground = ({ tensors }: Safetensors): boolean => tensors.has('edm_mean') && tensors.has('edm_std')

/** By the keys of trainers for what was learned; a value such as `flow`, `flow_matching`, `rectified-flow`. */
const isFlow = ({ metadata }: Safetensors): boolean =>
  ['noise_process', 'prediction_type', 'predict_key'].some(key => /flow/i.test(metadata[`modelspec.${key}`] ?? ''))

/** The number in a marker tensor. */
async function marker({ tensors }: Safetensors, name: string): Promise<number | undefined> {
  const info = tensors.get(name)
  return info && (await readTensorAt(info)).data[0]
}

async function hasWideBias(weights: Tensors): Promise<boolean> {
  const info = weights.get('output_blocks.11.1.transformer_blocks.0.norm1.bias')
  if (!info || weights.get('input_blocks.0.0.weight')?.shape[1] !== 4) return false
  const { data } = await readTensorAt(info)
  const mean = data.reduce((a, b) => a + b, 0) / data.length
  return Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length) > 0.09
}
