import { basename } from 'node:path'
import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { type ModelFacts, modelFacts } from '../../../engine/recognise/model-facts.ts'
import { openFile } from '../../../engine/recognise/open-file.ts'

/** What a diffusion model is, in the words of comfyui-tooling-nodes. */
interface ModelInfo {
  readonly base_model: string
  readonly is_inpaint?: boolean
  /** Of SDXL: what the network predicts, `eps` or `v-prediction`. */
  readonly type?: string
  /** Why it is not known. */
  readonly error?: string
}

/** Reads the header of a file. Never throws. */
export async function modelInfo(file: FileRef | null): Promise<ModelInfo> {
  if (!file) return { base_model: 'unknown', error: 'The file is not there any more.' }
  try {
    const { header } = await openFile(file)
    return infoOf(file, await modelFacts(header))
  } catch (error) {
    return { base_model: 'unknown', error: (error as Error).message }
  }
}

function infoOf(file: FileRef, { parts, refusal, inpainting, prediction, ...facts }: ModelFacts): ModelInfo {
  if (refusal !== undefined) return { base_model: 'unknown', error: `${basename(file.name)} is ${refusal}.` }
  if (!parts.unet) return { base_model: 'unknown' }
  const base_model = baseModel(facts)
  const is_inpaint = inpainting && ['sd15', 'sdxl'].includes(base_model)
  return {
    base_model,
    is_inpaint,
    ...(base_model === 'sdxl' && prediction !== null && { type: prediction.replaceAll('_', '-') }),
  }
}

/** Smaller variants of SDXL have names of their own. */
function baseModel({ family, variants }: Pick<ModelFacts, 'family' | 'variants'>): string {
  if (variants.includes('SSD-1B')) return 'ssd1b'
  if (family === 'sd2' && variants.includes('unCLIP')) return 'sd21'
  return { sd1: 'sd15', sd2: 'sd20', sdxl: 'sdxl', 'sdxl-refiner': 'sdxl-refiner', unknown: 'unknown' }[family]
}
