import { RangeInputError } from '../../errors.ts'
import type { Image, Mask } from '../../image/image.ts'
import { imageTokens } from '../../networks/ip-adapter.ts'
import { Graph } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { remember } from '../../remember.ts'
import type { SessionRequest, Sessions } from '../../runtime/sessions.ts'
import { rows, stack, type Tensor, zeros } from '../../tensor/tensor.ts'
import { type ClipVision, encodeVision } from '../clip-vision.ts'
import type { StageContext } from '../stage.ts'
import { combineEmbeds, type EmbedCombination } from './combine.ts'
import { encoderOf, type IpAdapter, pictureInput } from './load.ts'

export type EncodeContext = Omit<StageContext, 'notice'>

/** What is made of a picture, kept as long as the picture is: a node that runs again for another weight encodes nothing. */
const made = new WeakMap<Tensor, ReturnType<typeof remember<string, Tensor>>>()

function once(source: Tensor, key: readonly unknown[], make: () => Promise<Tensor>): Promise<Tensor> {
  const known = made.get(source) ?? remember<string, Tensor>()
  made.set(source, known)
  return known(JSON.stringify(key), make)
}

/**
 * Pictures as an adapter's projection reads them.
 *
 * @param image  [M, H, W, 3 or 4], 0 … 1
 * @param mask   [1 or M, size, size] of the encoder's pictures: multiplies them
 * @returns      [M, D], or [M, L, D] for adapters that read tokens
 */
export function encodePictures(
  adapter: IpAdapter,
  vision: ClipVision,
  image: Image,
  context: EncodeContext,
  mask?: Mask,
): Promise<Tensor> {
  const { kind } = pictureInput(adapter)
  const make = async () => {
    const { penultimate, embeds } = await encodeVision(vision, image, 'center', context, mask)
    return kind === 'tokens' ? penultimate : embeds
  }
  return mask ? make() : once(image, [vision.file.path, vision.file.fingerprint, kind], make)
}

/** `combineEmbeds`, once for each way. */
export const joinPictures = (all: Tensor, how: EmbedCombination): Promise<Tensor> =>
  once(all, ['joined', how], async () => combineEmbeds(all, how))

const black = zeros([1, 224, 224, 3])

/** What guidance compares pictures with: zeros for an adapter that reads a vector, else a black picture as the encoder sees it. */
export async function encodeNothing(
  adapter: IpAdapter,
  vision: () => ClipVision,
  like: Tensor,
  context: EncodeContext,
): Promise<Tensor> {
  if (pictureInput(adapter).kind === 'vector') return once(like, ['zeros'], async () => zeros(like.dims))
  return encodePictures(adapter, vision(), black, context)
}

/** The tokens of pictures, [M, T, D]. @throws RangeInputError when the pictures are another encoder's */
export function projectPictures(adapter: IpAdapter, embeds: Tensor, sessions: Sessions): Promise<Tensor> {
  const { file } = adapter
  const wanted = pictureInput(adapter)
  const isVector = embeds.dims.length === 2
  if (embeds.dims.at(-1) !== wanted.width || isVector !== (wanted.kind === 'vector'))
    throw new RangeInputError(
      `${file.name} reads ${wanted.kind === 'vector' ? 'a vector of' : 'tokens of'} ${wanted.width} numbers of each picture, and the pictures were encoded as ${isVector ? 'vectors' : 'tokens'} of ${embeds.dims.at(-1)}: use the CLIP vision model ${encoderOf(wanted)}.`,
    )
  return once(embeds, ['tokens', file.path, file.fingerprint], async () => {
    const request = projection(adapter, [1, ...embeds.dims.slice(1)])
    const all: Tensor[] = []
    for (let i = 0; i < embeds.dims[0]!; i++)
      all.push((await sessions.run(request, { x: rows(embeds, i, i + 1) })).tokens!)
    return stack(all)
  })
}

/** @param dims  of one picture */
const projection = ({ file, tensors }: IpAdapter, dims: readonly number[]): SessionRequest => ({
  key: JSON.stringify(['ip-adapter', file.path, file.fingerprint, dims]),
  label: 'IP-Adapter',
  root: file.path,
  brief: true,
  build: dialect => {
    const graph = new Graph('ip-adapter', dialect)
    const weights = new Weights(graph, { path: file.path, tensors }, undefined, 'image_proj')
    imageTokens(weights, Value.input(graph, 'x', dims)).output('tokens')
    return graph
  },
})
