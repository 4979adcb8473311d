import { basename } from 'node:path'
import { CheckpointError } from '../errors.ts'
import type { ModelSamplingSpec } from '../sampling/model-sampling.ts'
import type { Family } from './prompt-width.ts'
import { readTensorAt, type Safetensors, type TensorInfo } from './safetensors.ts'

/**
 * How a UNet's file says it is to be sampled: what the network predicts and which timesteps it was trained on. SDXL
 * models carry marks for that (`v_pred`, `ztsnr`); SD 2.x ones are told by one bias, which v-prediction spreads wider
 * than 0.09 (ComfyUI's supported_models.py); models with a place for the guidance scale were distilled for LCM.
 *
 * @param weights  the UNet's, under CompVis' names
 * @throws CheckpointError for a file marked as trained on a continuous noise schedule, which is not known here
 */
export async function samplingOf(
  file: Safetensors,
  weights: ReadonlyMap<string, TensorInfo>,
  family: Family,
): Promise<ModelSamplingSpec> {
  if (file.tensors.has('edm_mean') || file.tensors.has('edm_vpred.sigma_max'))
    throw new CheckpointError(
      'unknown-family',
      file.path,
      `${basename(file.path)} was trained on a continuous noise schedule (EDM, as Playground 2.5), which is not known here`,
    )
  if (weights.has('time_embed.cond_proj.weight')) return { prediction: 'lcm', timesteps: 'distilled', zsnr: false }
  const v = file.tensors.has('v_pred') || (family === 'sd2' && (await hasWideBias(weights)))
  return { prediction: v ? 'v_prediction' : 'eps', timesteps: 'full', zsnr: v && file.tensors.has('ztsnr') }
}

async function hasWideBias(weights: ReadonlyMap<string, TensorInfo>): Promise<boolean> {
  const info = weights.get('output_blocks.11.1.transformer_blocks.0.norm1.bias')
  if (!info || weights.get('input_blocks.0.0.weight')?.shape[1] !== 4) return false
  const { data } = await readTensorAt(info)
  const mean = data.reduce((a, b) => a + b, 0) / data.length
  return Math.sqrt(data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / data.length) > 0.09
}
