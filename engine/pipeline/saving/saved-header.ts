import type { Safetensors } from '../../checkpoint/files/safetensors.ts'
import { tensorBytes } from '../../checkpoint/files/tensor-bytes.ts'
import { openFile } from '../../recognise/open-file.ts'
import type { ModelSamplingSpec } from '../../sampling/model-sampling.ts'
import type { Model } from '../types.ts'
import type { SavedTensor } from './baked-tensor.ts'
import type { SavedTensors } from './saved-names.ts'

/** What the metadata of the source files says of the networks: head counts, the scale of latents. */
export const carried = (headers: readonly Safetensors[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    headers
      .flatMap(({ metadata }) => Object.entries(metadata))
      .filter(([key]) => /^(unet|text|vae)\.\w+$/.test(key) && key !== 'text.kind'),
  )

/** SAI's names for the families that have one, as ComfyUI writes them. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  sdxl: 'stable-diffusion-xl-v1-base',
  'sdxl-refiner': 'stable-diffusion-xl-v1-refiner',
}

/**
 * The metadata that ComfyUI writes (nodes_model_merging.py, save_checkpoint), after github.com/Stability-AI/ModelSpec: what the
 * model is, and what it predicts.
 */
export async function modelSpec(model: Model) {
  const { description } = await openFile(model.file)
  const isEdit = description.family === 'sdxl' && description.variants.includes('instruct-pix2pix')
  const architecture = isEdit ? 'stable-diffusion-xl-v1-edit' : ARCHITECTURES[description.family]
  const { channels, scale, shift } = description.latentNumbers
  const { prediction } = model.sampling
  const key = { eps: 'epsilon', v_prediction: 'v', flow: 'flow' }[prediction as string]
  return (name: string, counter: number): Readonly<Record<string, string>> => ({
    ...(architecture && {
      'modelspec.architecture': architecture,
      'modelspec.sai_model_spec': '1.0.0',
      'modelspec.implementation': 'sgm',
      'modelspec.title': `${name} ${counter}`,
    }),
    ...(key && { 'modelspec.predict_key': key }),
    // Keys and shapes do not tell Flux's latents from SD 3's.
    ...(channels === 16 && { 'vae.scaling_factor': `${scale}`, 'vae.shift_factor': `${shift}` }),
  })
}

/** What segmoe writes about a mixture of experts into the `config.json` of a folder: engine/pipeline/mixture/experts-of.ts reads it. */
export function expertsConfig({ file, experts }: Model): Readonly<Record<string, string>> {
  if (!experts) return {}
  const { count, names, built } = experts
  const config = {
    base_model: file.name,
    num_experts: names.length,
    num_experts_per_tok: count,
    ...(built && { moe_layers: built.layers }),
    experts: names.map((name, i) => ({
      source_model: name,
      ...(built && { positive_prompt: built.prompts[i]!.positive, negative_prompt: built.prompts[i]!.negative }),
    })),
  }
  return { segmoe_config: JSON.stringify(config) }
}

/** The marker tensors that say how a model is sampled: v-prediction, zero terminal SNR, continuous noise levels, Playground. */
export async function marks({ file, sampling, latents }: Model): Promise<SavedTensors> {
  const { header } = await openFile(file)
  const playground = latents ? ['edm_mean', 'edm_std'].flatMap(name => header.tensors.get(name) ?? []) : []
  const stored = playground.map(info => [info.name, { ...info, bytes: () => tensorBytes(info) }] as const)
  return new Map<string, SavedTensor>([...stored, ...predictionMarks(sampling)])
}

function predictionMarks(sampling: ModelSamplingSpec): (readonly [string, SavedTensor])[] {
  if (sampling.prediction !== 'v_prediction') return []
  const isEdm = 'sigmaData' in sampling && sampling.timesteps === 'edm'
  return [
    ['v_pred', numbers([0], [])],
    ...('zsnr' in sampling && sampling.zsnr ? [['ztsnr', numbers([0], [])] as const] : []),
    ...(isEdm ? [['edm_vpred.sigma_max', numbers([], [sampling.sigmaMax])] as const] : []),
    ...(isEdm ? [['edm_vpred.sigma_min', numbers([], [sampling.sigmaMin])] as const] : []),
  ]
}

const numbers = (shape: readonly number[], values: readonly number[]): SavedTensor => ({
  dtype: 'F32',
  shape,
  bytes: () => [new Uint8Array(Float32Array.from(values).buffer)],
})
