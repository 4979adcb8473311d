import { promptsInWords } from '../../checkpoint/family.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { withPlainNames } from '../../checkpoint/keys/mixture-keys.ts'
import { CheckpointError, RangeInputError } from '../../errors.ts'
import type { Mask } from '../../image/image.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { Sessions } from '../../runtime/sessions.ts'
import { type Tensor, zeros } from '../../tensor/tensor.ts'
import type { CrossAttention, EmbedsScaling, PictureTokens } from '../patches/ip-adapter.ts'
import { type Model, patched } from '../types.ts'
import { asMany, type EmbedCombination } from './combine.ts'
import { joinPictures, projectPictures } from './embeds.ts'
import type { IpAdapter } from './load.ts'
import { type LayerWeights, layerWeights, swappedAt, type Transformers } from './weight-types.ts'

/** Pictures as `encodePictures` makes them. */
export interface EncodedPictures {
  readonly drawn: Tensor
  readonly avoided: Tensor
  /** In place of `drawn` where the composition is decided; SDXL only. */
  readonly composition?: Tensor
}

/** A list has one for each image of the batch, where `unfold` is set; else its first counts. */
type Weight = number | readonly number[]

export interface IpAdapterOptions extends Omit<LayerWeights, 'weight' | 'composition'> {
  readonly weight: Weight
  readonly composition?: Weight
  readonly combine: EmbedCombination
  readonly scaling: EmbedsScaling
  readonly mask?: Mask | undefined
  /** When it counts, as shares of the way from noise (0) to picture (1). */
  readonly range: { readonly start: number; readonly end: number }
  readonly unfold?: boolean
}

/**
 * Puts pictures on a model.
 *
 * @throws CheckpointError `wrong-family`, naming both files, when the adapter was made for another UNet
 */
export async function applyIpAdapter(
  model: Model,
  adapter: IpAdapter,
  pictures: EncodedPictures,
  options: IpAdapterOptions,
  sessions: Sessions,
): Promise<Model> {
  const { combine, scaling, mask, range, unfold = false } = options
  const attentions = await attentionsFor(model, adapter)
  const count = Math.max(...attentions.map(({ transformer }) => transformer)) + 1
  if (pictures.composition && count !== 11)
    throw new RangeInputError('Style and composition of two pictures are for SDXL: use IPAdapter Advanced with SD 1.x.')
  const before = attentions.find(({ part }) => part === 'middle')?.transformer ?? count
  const isOne = combine !== 'concat' && pictures.drawn.dims[0]! > 1 && !unfold
  const project = (embeds: Tensor) => projectPictures(adapter, embeds, sessions)
  const joined = async (all: Tensor) => project(isOne ? await joinPictures(all, combine) : all)
  const drawn = await joined(pictures.drawn)
  const tokens = { drawn, avoided: asMany(await project(pictures.avoided), drawn.dims[0]!) }
  const composed = pictures.composition && (await joined(pictures.composition))
  const other = otherTokens(tokens, composed, swappedAt(options.type, count))
  return patched(model, {
    kind: 'ip-adapter',
    file: adapter.file,
    tensors: adapter.tensors,
    attentions,
    ...weightsFor(options, { count, before }),
    tokens,
    ...(other && { other }),
    scaling,
    ...(mask && { mask }),
    range,
    unfold,
  })
}

/** Of all images, and of each where these differ. */
function weightsFor({ weight, composition = weight, unfold, ...how }: IpAdapterOptions, all: Transformers) {
  const at = (all: Weight, i: number) => (typeof all === 'number' ? all : (all[Math.min(i, all.length - 1)] ?? 0))
  const of = (i: number) => layerWeights({ ...how, weight: at(weight, i), composition: at(composition, i) }, all)
  const count = Math.max(...[weight, composition].map(all => (typeof all === 'number' ? 1 : all.length)))
  return { weights: of(0), ...(unfold && count > 1 && { each: Array.from({ length: count }, (_, i) => of(i)) }) }
}

/** What the transformers read that do not read the pictures themselves. */
function otherTokens({ drawn, avoided }: PictureTokens, composed: Tensor | undefined, swapped: readonly number[]) {
  if (composed) {
    const tokens = { drawn: composed, avoided: asMany(avoided, composed.dims[0]!) }
    return { tokens, transformers: [COMPOSITION] }
  }
  return swapped.length > 0
    ? { tokens: { drawn: zeros(drawn.dims), avoided: drawn }, transformers: swapped }
    : undefined
}

/** The transformer of SDXL that decides the composition. */
const COMPOSITION = 3

const ATTENTION =
  /^(?:(input|output)_blocks\.(\d+)|(middle)_block)\.\d+\.transformer_blocks\.(\d+)\.attn2\.to_k\.weight$/

/** A UNet's attentions to the prompt, in the order of an adapter's weights: diffusers lists the middle block last. */
function crossAttentions(tensors: Tensors): (CrossAttention & { readonly shape: readonly number[] })[] {
  const found = [...tensors].flatMap(([key, { shape }]) => {
    const [, part, number = '0', middle, layer] = ATTENTION.exec(key) ?? []
    if (layer === undefined) return []
    return [{ part: (part ?? middle) as CrossAttention['part'], number: Number(number), layer: Number(layer), shape }]
  })
  const sorted = (...parts: string[]) =>
    found.toSorted((a, b) => parts.indexOf(a.part) - parts.indexOf(b.part) || a.number - b.number || a.layer - b.layer)
  const blockOf = ({ part, number }: { readonly part: string; readonly number: number }) => `${part} ${number}`
  const transformers = [...new Set(sorted('input', 'middle', 'output').map(blockOf))]
  return sorted('input', 'output', 'middle').map(at => ({ ...at, transformer: transformers.indexOf(blockOf(at)) }))
}

async function attentionsFor({ file: model }: Model, { file, tensors }: IpAdapter): Promise<CrossAttention[]> {
  const network = networkWeights(await openFile(model), 'unet')
  const attentions = crossAttentions(withPlainNames(network?.tensors ?? new Map()))
  const shapeAt = (i: number) => tensors.get(`ip_adapter.${2 * i + 1}.to_k_ip.weight`)?.shape
  const fits = (shape: readonly number[], i: number) => shapeAt(i)?.join() === shape.join()
  const isWhole = attentions.length > 0 && attentions.every(({ shape }, i) => fits(shape, i))
  if (isWhole && !shapeAt(attentions.length)) return attentions.map(({ shape: _, ...place }) => place)
  const [own = 0, wanted = 0] = [shapeAt(0)?.[1], attentions[0]?.shape[1]]
  const why =
    own === wanted
      ? `the adapter has weights for another number of attentions, or for wider ones, than ${model.name} has`
      : `the adapter was made for ${promptsInWords(own)}, and ${model.name} is ${promptsInWords(wanted)}`
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} does not fit: ${why}; choose an IP-Adapter for the family of the checkpoint`,
  )
}
