import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openHeader } from '../checkpoint/files/safetensors.ts'
import { depthTensors } from '../checkpoint/keys/depth-keys.ts'
import { CheckpointError } from '../errors.ts'
import { bytesOf } from '../image/files/save-images.ts'
import type { Image } from '../image/image.ts'
import { greyPictures, rgbOf } from '../image/transform/channels.ts'
import { fromPlanes, toPlanes } from '../image/transform/planes.ts'
import { coverage, resizedBytes } from '../image/transform/resize-hint.ts'
import { betweenCorners, depthAnything, PATCH } from '../networks/pictures/depth-anything.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import type { SessionRequest } from '../runtime/sessions.ts'
import { bicubic, resample } from '../tensor/resize/resample.ts'
import { roundHalfEven } from '../tensor/round-half-even.ts'
import { rows, stack, type Tensor } from '../tensor/tensor.ts'
import { refuseNotFinite } from './not-finite.ts'
import type { StageContext } from './stage.ts'

/** The shorter side of a picture as the network reads it. */
const SHORTEST = 518
/** Of ImageNet's pictures, by channel. */
const MEAN = [0.485, 0.456, 0.406]
const DEVIATION = [0.229, 0.224, 0.225]

type DepthContext = Pick<StageContext, 'sessions' | 'signal' | 'progress'>

/**
 * How near each pixel of pictures is, from black (far) to white (near), as controlnet_aux prepares it for a ControlNet.
 *
 * @param image       [N, H, W, 3 or 4], 0 … 1
 * @param resolution  of the shorter side, in pixels
 * @returns           [N, H′, W′, 3], in steps of 1/255
 * @throws CheckpointError when the file is not Depth Anything v2
 */
export async function estimateDepth(
  file: FileRef,
  image: Image,
  resolution: number,
  { sessions, signal, progress }: DepthContext,
): Promise<Image> {
  const weights = await openDepth(file)
  const [n = 0, height = 1, width = 1] = image.dims
  const size = inner(height, width)
  const maps: Image[] = []
  for (let i = 0; i < n; i++) {
    signal.throwIfAborted()
    const x = prepared(rgbOf(rows(image, i, i + 1)), size)
    const { depth } = await sessions.run(network(file, weights, x.dims), { x })
    refuseNotFinite(depth!, { what: 'Depth Anything', files: [file], patches: [], asked: x })
    maps.push(shown(resample(depth!, height, width, betweenCorners), resolution))
    progress(i + 1, n)
  }
  return stack(maps)
}

async function openDepth(file: FileRef): Promise<WeightFile> {
  const header = await openHeader(file)
  const tensors = depthTensors(header)
  if (tensors?.has('pretrained.blocks.0.mlp.fc1.weight')) return { path: header.path, tensors }
  throw new CheckpointError(
    'unknown-family',
    file.path,
    `${file.name} is not Depth Anything v2 of the sizes small, base or large: choose depth_anything_v2_vits, vitb or vitl.`,
  )
}

/** The size that the network reads: as large as `SHORTEST` allows, in whole patches. */
function inner(height: number, width: number): { readonly height: number; readonly width: number } {
  const factor = Math.max(SHORTEST / height, SHORTEST / width)
  const whole = (side: number) => {
    const near = roundHalfEven((factor * side) / PATCH) * PATCH
    return near < SHORTEST ? Math.ceil((factor * side) / PATCH) * PATCH : near
  }
  return { height: whole(height), width: whole(width) }
}

function prepared(image: Image, { height, width }: { readonly height: number; readonly width: number }): Tensor {
  const bytes = { dims: image.dims, data: Float32Array.from(bytesOf(image.data), byte => byte / 255) }
  const { dims, data } = resample(toPlanes(bytes), height, width, bicubic)
  const channel = (i: number) => Math.floor(i / (height * width))
  return { dims, data: data.map((value, i) => (value - MEAN[channel(i)]!) / DEVIATION[channel(i)]!) }
}

const network = (file: FileRef, weights: WeightFile, dims: readonly number[]): SessionRequest => ({
  key: JSON.stringify(['depth-anything', file.path, file.fingerprint, dims]),
  label: `depth ${dims[3]}×${dims[2]}`,
  root: weights.path,
  brief: true,
  build: dialect => {
    const graph = new Graph('depth-anything', dialect)
    depthAnything(new Weights(graph, weights), Value.input(graph, 'x', dims)).output('depth')
    return graph
  },
})

/** From the smallest depth to the largest as bytes, at the resolution. @param depth  [1, 1, H, W] */
function shown(depth: Tensor, resolution: number): Image {
  const [, , height = 1, width = 1] = depth.dims
  const least = depth.data.reduce((a, b) => Math.min(a, b))
  const most = depth.data.reduce((a, b) => Math.max(a, b))
  const range = most - least || 1
  const bytes = fromPlanes({ dims: depth.dims, data: depth.data.map(v => Math.floor(((v - least) / range) * 255)) })
  const k = resolution / Math.min(height, width)
  const size = { width: roundHalfEven(width * k), height: roundHalfEven(height * k) }
  const { dims, data } = resizedBytes(bytes, size, k > 1 ? bicubic : coverage)
  return greyPictures({ dims: dims.slice(0, 3), data: data.map(byte => byte / 255) })
}
