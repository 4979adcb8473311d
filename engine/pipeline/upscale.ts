import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { type UpscalerNetwork, upscalerWeights } from '../checkpoint/keys/upscaler-keys.ts'
import { CheckpointError } from '../errors.ts'
import type { Image } from '../image/image.ts'
import { rgbOf } from '../image/transform/channels.ts'
import { fromPlanes, toPlanes } from '../image/transform/planes.ts'
import { rrdb } from '../networks/pictures/rrdb.ts'
import { span } from '../networks/pictures/span.ts'
import { srvgg } from '../networks/pictures/srvgg.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import { openAs } from '../recognise/open-file.ts'
import type { SessionRequest } from '../runtime/sessions.ts'
import { map } from '../tensor/tensor.ts'
import { computeStage, eachImage, type Stage, type StageContext } from './stage.ts'

/** An upscaler; an immutable description, like Model. */
export interface UpscaleModel {
  readonly kind: 'upscale-model'
  readonly file: FileRef
  readonly network: UpscalerNetwork
  /** The factor of each side. */
  readonly scale: number
  /** The pixels of the picture along one side of a pixel of the network. */
  readonly unshuffle: number
}

/** @throws CheckpointError when the file is not an upscaler, or one that is not supported */
export async function loadUpscaler(file: FileRef): Promise<UpscaleModel> {
  const { network, weights } = await open(file)
  const [input, output] = channels(network, weights)
  const [unshuffle, shuffle] = [Math.sqrt(input / 3), Math.sqrt(output / 3)]
  const doublings = [1, 2, 3].filter(i => weights.tensors.has(`conv_up${i}.weight`)).length
  const scale = (2 ** doublings * shuffle) / unshuffle
  const fits = [unshuffle, shuffle, scale].every(Number.isInteger) && (network === 'rrdb' ? shuffle : unshuffle) === 1
  if (fits) return { kind: 'upscale-model', file, network, scale, unshuffle }
  throw new CheckpointError(
    'wrong-family',
    file.path,
    `${file.name} has ${input} input channels and ${output} output channels, which do not match pictures of 3 channels: choose another upscaler`,
  )
}

/** The channels of the input and of the output. */
function channels(network: UpscalerNetwork, { tensors }: WeightFile): [number, number] {
  const size = (layer: string, axis: number) => tensors.get(`${layer}.weight`)?.shape[axis] ?? 0
  if (network === 'rrdb') return [size('conv_first', 1), size('conv_last', 0)]
  if (network === 'span') return [size('conv_1.sk', 1), size('upsampler.0', 0)]
  const numbers = [...tensors.keys()].flatMap(key => /^body\.(\d+)\.weight$/.exec(key)?.[1] ?? []).map(Number)
  return [size('body.0', 1), size(`body.${Math.max(...numbers)}`, 0)]
}

async function open(file: FileRef): Promise<{ network: UpscalerNetwork; weights: WeightFile }> {
  const { header } = await openAs('upscaler', file)
  const { network, tensors } = upscalerWeights(header)!
  return { network, weights: { path: header.path, tensors } }
}

/** The network for pictures of one size, [1, 3, H, W] → [1, 3, scale·H, scale·W], 0 … 1. */
async function upscaleNetwork(model: UpscaleModel): Promise<(dims: readonly number[]) => SessionRequest> {
  const { path, fingerprint } = model.file
  const { weights } = await open(model.file)
  return x => ({
    key: JSON.stringify(['upscale', path, fingerprint, x]),
    label: `upscale ×${model.scale} ${x[3]}×${x[2]}`,
    root: path,
    brief: true,
    build: () => {
      const graph = new Graph('upscale')
      enlarge(new Weights(graph, weights), Value.input(graph, 'x', x), model).output('out')
      return graph
    },
  })
}

function enlarge(w: Weights, picture: Value, { network, scale, unshuffle }: UpscaleModel): Value {
  if (network === 'srvgg') return srvgg(w, picture, scale)
  if (network === 'span') return span(w, picture, scale)
  const [, , height, width] = picture.dims as [number, number, number, number]
  const [right, below] = [-width, -height].map(size => ((size % unshuffle) + unshuffle) % unshuffle) as [number, number]
  if (right === 0 && below === 0) return rrdb(w, picture, unshuffle)
  // A mirror image needs enough pixels to mirror.
  const mode = right < width && below < height ? 'reflect' : 'edge'
  const padded = rrdb(w, picture.padRightBelow(right, below, mode), unshuffle)
  return padded.slice(2, 0, height * scale).slice(3, 0, width * scale)
}

/** In pixels of the input; the next size is tried when one does not fit the memory, as in ComfyUI. */
const TILES = [512, 256, 128] as const
const OVERLAP = 32

/**
 * Enlarges pictures with a network, in tiles.
 *
 * @param image [N, H, W, 3 or 4], 0 … 1; alpha is dropped
 * @returns     [N, scale·H, scale·W, 3], 0 … 1
 * @throws      MemoryError, NotFiniteError (stage.ts)
 */
export async function upscaleImage(model: UpscaleModel, image: Image, context: StageContext): Promise<Image> {
  const network = await upscaleNetwork(model)
  const ways = TILES.map(tile => ({
    how: `in tiles of ${tile} pixels`,
    network,
    grid: { passes: [{ width: tile, height: tile }], overlap: OVERLAP },
  }))
  const [, height = 0, width = 0] = image.dims
  const what = `enlarging ${width}×${height} with ${model.file.name}`
  const stage: Stage = { what, scale: model.scale, ways, advice }
  const large = await eachImage(toPlanes(rgbOf(image)), context, (x, context) => computeStage(stage, x, context))
  return map(fromPlanes(large), v => Math.min(Math.max(v, 0), 1))
}

const advice: Stage['advice'] = {
  memory: 'close other programs, or use a smaller upscaler',
  notFinite: 'the file may be damaged: use another upscaler',
}
