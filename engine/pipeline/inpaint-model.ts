import type { FileRef } from '../checkpoint/files/file-ref.ts'
import { openHeader } from '../checkpoint/files/safetensors.ts'
import { lamaTensors } from '../checkpoint/keys/lama-keys.ts'
import { CheckpointError } from '../errors.ts'
import type { Image, Mask } from '../image/image.ts'
import { fullyMasked } from '../image/masks/soft-mask.ts'
import { rgbOf } from '../image/transform/channels.ts'
import { fromPlanes, maskToPlanes, toPlanes } from '../image/transform/planes.ts'
import { lama } from '../networks/pictures/lama.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import type { SessionRequest } from '../runtime/sessions.ts'
import { cut } from '../tensor/cut.ts'
import { resize } from '../tensor/resize/resize.ts'
import { rows, ShapeError, stack, type Tensor } from '../tensor/tensor.ts'
import { refuseNotFinite } from './not-finite.ts'
import type { StageContext } from './stage.ts'
import { type UpscaleModel, upscaleImage } from './upscale.ts'

/** A network that fills parts of pictures; an immutable description, like Model. */
export interface InpaintModel {
  readonly kind: 'inpaint-model'
  readonly file: FileRef
}

/** The side of the square that LaMa was trained on. */
const SIDE = 256

/** @throws CheckpointError when the file is another network, or one that does not run here */
export async function loadInpaintModel(file: FileRef): Promise<InpaintModel> {
  await openLama(file)
  return { kind: 'inpaint-model', file }
}

async function openLama(file: FileRef): Promise<WeightFile> {
  const header = await openHeader(file)
  const tensors = lamaTensors(header)
  if (tensors) return { path: header.path, tensors }
  const isMat = [...header.tensors.keys()].some(key => key.startsWith('synthesis.first_stage.'))
  const what = isMat ? 'is MAT, which does not run here' : 'is not an inpaint model'
  throw new CheckpointError('unknown-family', file.path, `${file.name} ${what}: use LaMa (big-lama.pt).`)
}

/**
 * Fills the masked part of pictures as comfyui-inpaint-nodes does: at 256 × 256 pixels, put back at the size of the picture.
 *
 * @param image     [N, H, W, 3 or 4], 0 … 1
 * @param mask      [N or 1, H, W]
 * @param upscaler  enlarges the small result first
 * @returns         [N, H, W, 3]
 */
export async function inpaintWithModel(
  model: InpaintModel,
  { image, mask }: { readonly image: Image; readonly mask: Mask },
  upscaler: UpscaleModel | undefined,
  context: StageContext,
): Promise<Image> {
  const [n = 0, height = 1, width = 1] = image.dims
  const [masks = 0, h, w] = mask.dims
  if (h !== height || w !== width)
    throw new ShapeError(`The mask is ${w}×${h} pixels and the picture ${width}×${height}: they must be equal.`)
  const weights = await openLama(model.file)
  const filled: Image[] = []
  for (let i = 0; i < n; i++) {
    context.signal.throwIfAborted()
    const at = masks === n ? i : 0
    const one = { image: rgbOf(rows(image, i, i + 1)), mask: rows(mask, at, at + 1) }
    const small = await fill(model.file, weights, one, context)
    const large = upscaler ? toPlanes(await upscaleImage(upscaler, fromPlanes(small), context)) : small
    filled.push(putBack(large, one))
    context.progress(i + 1, n)
  }
  return stack(filled)
}

interface Masked {
  /** [1, H, W, 3] */
  readonly image: Image
  /** [1, H, W] */
  readonly mask: Mask
}

/** @returns [1, 3, 256, 256] */
async function fill(
  file: FileRef,
  weights: WeightFile,
  { image, mask }: Masked,
  context: StageContext,
): Promise<Tensor> {
  const picture = asSquare(toPlanes(image))
  const painted = fullyMasked(asSquare(maskToPlanes(mask)))
  const hidden = painted.data
  const seen = { dims: picture.dims, data: picture.data.map((value, i) => value * (1 - hidden[i % hidden.length]!)) }
  const { out } = await context.sessions.run(network(file, weights), { picture: seen, mask: painted })
  refuseNotFinite(out!, { what: 'LaMa', files: [file] })
  const data = out!.data.map((value, i) => {
    const m = hidden[i % hidden.length]!
    return m * value + (1 - m) * picture.data[i]!
  })
  return { dims: picture.dims, data }
}

const network = (file: FileRef, weights: WeightFile): SessionRequest => ({
  key: JSON.stringify(['lama', file.path, file.fingerprint]),
  label: `LaMa ${SIDE}×${SIDE}`,
  root: weights.path,
  brief: true,
  build: dialect => {
    const graph = new Graph('lama', dialect)
    const input = (name: string, channels: number) => Value.input(graph, name, [1, channels, SIDE, SIDE])
    lama(new Weights(graph, weights), input('picture', 3), input('mask', 1)).output('out')
    return graph
  },
})

/** Continued on the right or below by its mirror image, as far as that goes, then by zeros; then resized to nearest pixels. */
function asSquare({ dims, data }: Tensor): Tensor {
  const [n = 1, c = 1, h = 1, w = 1] = dims
  const side = Math.max(h, w)
  const mirrored = (at: number, length: number) =>
    at < length ? at : at <= 2 * (length - 1) ? 2 * (length - 1) - at : -1
  const out = new Float32Array(n * c * side * side).map((_, i) => {
    const [x, line] = [mirrored(i % side, w), Math.floor(i / side)]
    const [y, plane] = [mirrored(line % side, h), Math.floor(line / side)]
    return x < 0 || y < 0 ? 0 : data[(plane * h + y) * w + x]!
  })
  return resize({ dims: [n, c, side, side], data: out }, { width: SIDE, height: SIDE, method: 'nearest-exact' })
}

/** @param small  a square; its part that is the picture is put where the mask is set */
function putBack(small: Tensor, { image, mask }: Masked): Image {
  const [, height = 1, width = 1] = image.dims
  const side = Math.max(height, width)
  const square = fromPlanes(resize(small, { width: side, height: side, method: 'bilinear' }))
  const { data } = cut(square, 1, { x: 0, y: 0, width, height })
  const painted = fullyMasked(mask).data
  const mixed = image.data.map((value, i) => value + (data[i]! - value) * painted[Math.floor(i / 3)]!)
  return { dims: image.dims, data: mixed }
}
