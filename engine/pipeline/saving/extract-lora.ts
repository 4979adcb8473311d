import type { ClipKind } from '../../checkpoint/family.ts'
import { decode, encodeHalves } from '../../checkpoint/files/dtype.ts'
import { RangeInputError } from '../../errors.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { sizeOf } from '../../tensor/tensor.ts'
import type { Clip, Model } from '../types.ts'
import { type BakedTensor, type BakedTensors, bakedTensors, type SavedTensor } from './baked-tensor.ts'
import { provenance } from './provenance.ts'
import { type SaveContext, saveFile } from './save-files.ts'
import { bakedUnet, encoderNetworks, sourcesOf } from './save-model.ts'
import { aloneInFile, named } from './saved-names.ts'
import { type Factors, truncatedSvd } from './truncated-svd.ts'

export interface Extraction {
  readonly rank: number
  /** `full_diff` stores ΔW itself. */
  readonly kind: 'standard' | 'full_diff'
  /** Also biases and norms. */
  readonly withBiases: boolean
}

/** What is stored of a model, of its text encoders, or of both. */
export interface LoraParts {
  readonly model?: Model
  readonly clip?: Clip
}

/** A file that was saved, and ‖ΔW − up·down‖/‖ΔW‖ over all its layers. */
export interface SavedLora {
  readonly path: string
  readonly error: number
}

/**
 * Saves the weights of a difference of two models as a LoRA (`extractedLora`), in half precision.
 *
 * @throws  RangeInputError when there is no difference; as `saveFile`
 */
export async function saveLora(
  prefix: string,
  parts: LoraParts,
  extraction: Extraction,
  context: SaveContext,
): Promise<SavedLora> {
  const { model, clip } = parts
  const { sessions } = context
  const unet = model ? bakedTensors(await bakedUnet(model, sessions)) : new Map<string, BakedTensor>()
  const texts = clip ? await encoderNetworks(clip, sessions) : new Map()
  const encoders = new Map([...texts].map(([kind, network]) => [kind, bakedTensors(network)]))
  const weights = inLora(unet, encoders)
  if (weights.size === 0)
    throw new RangeInputError('There is no difference to save: connect ModelMergeSubtract or CLIPMergeSubtract.')
  const changes = [...weights].map(([key, weight]) => ({ key, weight, factors: clippedFactors(weight, sessions) }))
  return writeLora(prefix, changes, extraction, { parts, context })
}

/** The networks' tensors under the names that ComfyUI gives them in a LoRA. */
export const inLora = (unet: BakedTensors, encoders: ReadonlyMap<ClipKind, BakedTensors>): BakedTensors =>
  new Map([
    ...named(unet, key => `diffusion_model.${key}`),
    ...[...encoders].flatMap(([kind, tensors]) => [
      ...named(aloneInFile(tensors), key => `text_encoders.${NAMES[kind]}.transformer.${key}`),
    ]),
  ])

const NAMES: Readonly<Record<ClipKind, string>> = { clipL: 'clip_l', clipH: 'clip_h', clipG: 'clip_g' }

/** What a LoRA is to add to a weight. */
export interface StoredChange {
  /** The name of the weight in the LoRA. */
  readonly key: string
  /** ΔW */
  readonly weight: BakedTensor
  /** ΔW ≈ up·down; null where it is zero */
  factors(rank: number): Promise<Factors | null>
}

/** Writes a LoRA, one layer after the other, with what it was made of. */
export async function writeLora(
  prefix: string,
  changes: readonly StoredChange[],
  how: Extraction,
  { parts, context }: { readonly parts: LoraParts; readonly context: SaveContext },
): Promise<SavedLora> {
  const sums = { whole: 0, lost: 0 }
  const counted = (change: StoredChange): StoredChange => ({
    ...change,
    async factors(rank) {
      const found = await change.factors(rank)
      sums.whole += found?.whole ?? 0
      sums.lost += found?.lost ?? 0
      return found
    },
  })
  const tensors = new Map(changes.flatMap(change => layerOf(counted(change), how)))
  const made = await provenance(sourcesOf(parts), context)
  const path = await saveFile(prefix, { tensors, header: () => made }, context)
  return { path, error: sums.whole > 0 ? Math.sqrt(sums.lost / sums.whole) : 0 }
}

function layerOf({ key, weight, factors }: StoredChange, how: Extraction): [string, SavedTensor][] {
  const name = key.replace(/\.(weight|bias)$/, '')
  if (key.endsWith('.bias')) return how.withBiases ? [[`${name}.diff_b`, halved(weight)]] : []
  if (!key.endsWith('.weight')) return []
  if (how.kind === 'full_diff') return [[`${name}.diff`, halved(weight)]]
  if (weight.shape.length < 2) return how.withBiases ? [[`${name}.diff`, halved(weight)]] : []
  const [out, width, ...kernel] = weight.shape as [number, number, ...number[]]
  const rank = Math.min(how.rank, out, width)
  const ones = kernel.map(() => 1)
  let found: Promise<Factors | null> | undefined
  const of = (role: 'up' | 'down', size: number) => async () => {
    found ??= factors(rank)
    const values = (await found)?.[role] ?? new Float32Array(size)
    // `down` is written last: nothing of a layer is kept after it.
    if (role === 'down') found = undefined
    return values
  }
  return [
    [`${name}.lora_up.weight`, half([out, rank, ...ones], of('up', out * rank))],
    [`${name}.lora_down.weight`, half([rank, width, ...kernel], of('down', rank * sizeOf([width, ...kernel])))],
  ]
}

const clippedFactors =
  (weight: BakedTensor, sessions: Sessions) =>
  async (rank: number): Promise<Factors | null> => {
    const found = await factorsOf(weight, rank, sessions)
    if (!found) return null
    const most = quantile([...found.up, ...found.down], 0.99)
    const clipped = (values: Float32Array) => values.map(value => Math.max(-most, Math.min(most, value)))
    return { ...found, up: clipped(found.up), down: clipped(found.down) }
  }

/** Of a whole ΔW. */
export async function factorsOf(weight: BakedTensor, rank: number, sessions: Sessions): Promise<Factors | null> {
  const [out, ...rest] = weight.shape as [number, ...number[]]
  return truncatedSvd({ dims: [out, sizeOf(rest)], data: await numbersOf(weight.wide()) }, rank, sessions)
}

/** The value below which this share lies, between two neighbours interpolated. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float32Array.from(values).sort()
  const at = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (at - Math.floor(at)) * (high - low)
}

const halved = (weight: BakedTensor): SavedTensor => half(weight.shape, () => numbersOf(weight.wide()))

const half = (shape: readonly number[], values: () => Promise<Float32Array>): SavedTensor => ({
  dtype: 'F16',
  shape,
  async *bytes() {
    yield encodeHalves(await values())
  },
})

/** The numbers of a tensor, whatever its type. */
export async function numbersOf({ dtype, bytes }: Pick<SavedTensor, 'dtype' | 'bytes'>): Promise<Float32Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes()) pieces.push(piece)
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return decode(dtype, whole)
}
