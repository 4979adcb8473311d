import type { ClipKind } from '../../checkpoint/family.ts'
import { encodeHalves } from '../../checkpoint/files/dtype.ts'
import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import type { Clip, Model } from '../types.ts'
import { type BakedTensor, type BakedTensors, bakedTensors, type SavedTensor } from './baked-tensor.ts'
import { type SaveContext, saveFile } from './save-files.ts'
import { bakedUnet, encoderNetworks } from './save-model.ts'
import { aloneInFile, named } from './saved-names.ts'
import { type Factors, truncatedSvd } from './truncated-svd.ts'

export const extractedLora: Formula = {
  lines: [
    'ΔW ≈ up·down,  up = U·S,  down = Vᵀ of the largest singular values',
    'values beyond the 99th percentile are clipped',
  ],
  source: 'ComfyUI, LoraSave, after github.com/kohya-ss/sd-scripts, extract_lora_from_models',
}

export interface Extraction {
  readonly rank: number
  /** `full_diff` stores ΔW itself. */
  readonly kind: 'standard' | 'full_diff'
  /** Also biases and norms. */
  readonly withBiases: boolean
}

/**
 * Saves the weights of a difference of two models as a LoRA (`extractedLora`), in half precision.
 *
 * @returns the path of the file
 * @throws  RangeInputError when there is no difference; as `saveFile`
 */
export async function saveLora(
  prefix: string,
  { model, clip }: { readonly model?: Model; readonly clip?: Clip },
  extraction: Extraction,
  context: SaveContext,
): Promise<string> {
  const { sessions } = context
  const unet = model ? bakedTensors(await bakedUnet(model, sessions)) : new Map<string, BakedTensor>()
  const texts = clip ? [...(await encoderNetworks(clip, sessions))] : []
  const weights: BakedTensors = new Map([
    ...named(unet, key => `diffusion_model.${key}`),
    ...texts.flatMap(([kind, network]) => [
      ...named(aloneInFile(bakedTensors(network)), key => `text_encoders.${NAMES[kind]}.transformer.${key}`),
    ]),
  ])
  if (weights.size === 0)
    throw new RangeInputError('There is no difference to save: connect ModelMergeSubtract or CLIPMergeSubtract.')
  const tensors = new Map([...weights].flatMap(([key, weight]) => layerOf(key, weight, extraction, sessions)))
  return saveFile(prefix, { tensors }, context)
}

const NAMES: Readonly<Record<ClipKind, string>> = { clipL: 'clip_l', clipH: 'clip_h', clipG: 'clip_g' }

function layerOf(key: string, weight: BakedTensor, how: Extraction, sessions: Sessions): [string, SavedTensor][] {
  const name = key.replace(/\.(weight|bias)$/, '')
  if (key.endsWith('.bias')) return how.withBiases ? [[`${name}.diff_b`, halved(weight)]] : []
  if (!key.endsWith('.weight')) return []
  if (how.kind === 'full_diff') return [[`${name}.diff`, halved(weight)]]
  if (weight.shape.length < 2) return how.withBiases ? [[`${name}.diff`, halved(weight)]] : []
  const [out, width, ...kernel] = weight.shape as [number, number, ...number[]]
  const rank = Math.min(how.rank, out, width)
  const ones = kernel.map(() => 1)
  let factors: Promise<Factors> | undefined
  const of = (role: keyof Factors) => async () => {
    factors ??= factorsOf(weight, rank, sessions)
    const { [role]: values } = await factors
    // `down` is written last: nothing of a layer is kept after it.
    if (role === 'down') factors = undefined
    return values
  }
  return [
    [`${name}.lora_up.weight`, half([out, rank, ...ones], of('up'))],
    [`${name}.lora_down.weight`, half([rank, width, ...kernel], of('down'))],
  ]
}

async function factorsOf(weight: BakedTensor, rank: number, sessions: Sessions): Promise<Factors> {
  const [out, ...rest] = weight.shape as [number, ...number[]]
  const dims = [out, sizeOf(rest)]
  const found = await truncatedSvd({ dims, data: await numbersOf(weight) }, rank, sessions)
  if (!found) return { up: new Float32Array(out * rank), down: new Float32Array(rank * dims[1]!) }
  const most = quantile([...found.up, ...found.down], 0.99)
  const clipped = (values: Float32Array) => values.map(value => Math.max(-most, Math.min(most, value)))
  return { up: clipped(found.up), down: clipped(found.down) }
}

/** The value below which this share lies, between two neighbours interpolated. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float32Array.from(values).sort()
  const at = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}

const halved = (weight: BakedTensor): SavedTensor => half(weight.shape, () => numbersOf(weight))

const half = (shape: readonly number[], values: () => Promise<Float32Array>): SavedTensor => ({
  dtype: 'F16',
  shape,
  async *bytes() {
    yield encodeHalves(await values())
  },
})

async function numbersOf(weight: BakedTensor): Promise<Float32Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of weight.wide().bytes()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
