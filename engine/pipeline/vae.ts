import { ldmVaeTensors } from '../checkpoint/vae-keys.ts'
import { CheckpointError } from '../errors.ts'
import { vaeDecoder, vaeEncoder } from '../networks/vae.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import type { SessionRequest, Sessions } from '../runtime/sessions.ts'
import { rows, ShapeError, stack, type Tensor, tensor } from '../tensor/tensor.ts'
import { openFile } from './headers.ts'
import type { Image, Latent, Vae } from './types.ts'

export interface VaeContext {
  readonly sessions: Sessions
  readonly signal: AbortSignal
  progress(done: number, of: number): void
}

/** Latents to pictures, one at a time. @returns [N, 8h, 8w, 3], 0 … 1 */
export async function decodeLatent(vae: Vae, latent: Latent, context: VaeContext): Promise<Image> {
  const weights = await vaeWeights(vae)
  return eachImage(latent.samples, context, async x => {
    const { out } = await context.sessions.run(request(vae, 'decode', weights, x.dims), { x })
    return toImage(out!)
  })
}

/**
 * Pictures to latents: the posterior's mean, no sampling, as ComfyUI does it. The edges are cropped evenly to a
 * multiple of 8.
 *
 * @param image [N, H, W, 3 or 4], 0 … 1
 * @returns     [N, 4, H/8, W/8] in VAE scale
 */
export async function encodeImage(vae: Vae, image: Image, context: VaeContext): Promise<Tensor> {
  const weights = await vaeWeights(vae)
  return eachImage(image, context, async picture => {
    const x = fromImage(picture)
    const { out } = await context.sessions.run(request(vae, 'encode', weights, x.dims), { x })
    const [n, moments, h, w] = out!.dims as [number, number, number, number]
    return tensor([n, moments / 2, h, w], out!.data.slice(0, out!.data.length / 2))
  })
}

async function eachImage(
  batch: Tensor,
  { signal, progress }: VaeContext,
  one: (x: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const results: Tensor[] = []
  for (let i = 0; i < batch.dims[0]!; i++) {
    signal.throwIfAborted()
    results.push(await one(rows(batch, i, i + 1)))
    progress(i + 1, batch.dims[0]!)
  }
  return stack(results)
}

const networks = { decode: vaeDecoder, encode: vaeEncoder }

function request(
  { file }: Vae,
  direction: keyof typeof networks,
  weights: WeightFile,
  x: readonly number[],
): SessionRequest {
  return {
    key: JSON.stringify(['vae', direction, file.path, file.fingerprint, x]),
    label: `VAE ${direction} ${direction === 'decode' ? `${x[3]! * 8}×${x[2]! * 8}` : `${x[3]}×${x[2]}`}`,
    root: file.path,
    build: () => {
      const graph = new Graph(`vae-${direction}`)
      networks[direction](new Weights(graph, weights), new Value(graph, graph.input('x', x), x)).output('out')
      return graph
    },
  }
}

/** [1, 3, H, W], −1 … 1 and beyond → [1, H, W, 3], 0 … 1. */
function toImage({ dims, data }: Tensor): Image {
  const [, channels, height, width] = dims as [number, number, number, number]
  const pixels = height * width
  const image = new Float32Array(data.length)
  for (let c = 0; c < channels; c++)
    for (let p = 0; p < pixels; p++) image[p * channels + c] = Math.min(Math.max((data[c * pixels + p]! + 1) / 2, 0), 1)
  return tensor([1, height, width, channels], image)
}

/** [1, H, W, 3 or 4], 0 … 1 → [1, 3, H′, W′], −1 … 1, H′ and W′ the multiples of 8 that fit, the rest cut off evenly. */
function fromImage({ dims, data }: Image): Tensor {
  const [, fullHeight, fullWidth, channels] = dims as [number, number, number, number]
  const [height, width] = [fullHeight - (fullHeight % 8), fullWidth - (fullWidth % 8)]
  if (height === 0 || width === 0)
    throw new ShapeError(`a picture of ${fullWidth}×${fullHeight} is too small: the VAE needs 8×8 or more`)
  const [top, left] = [(fullHeight % 8) >> 1, (fullWidth % 8) >> 1]
  const x = new Float32Array(3 * height * width)
  for (let c = 0; c < 3; c++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        x[(c * height + row) * width + column] = data[((row + top) * fullWidth + column + left) * channels + c]! * 2 - 1
  return tensor([1, 3, height, width], x)
}

async function vaeWeights({ file }: Vae): Promise<WeightFile> {
  const { header, description } = await openFile(file)
  if (description.parts.vae) return { path: header.path, tensors: ldmVaeTensors(header, description.parts.vae.prefix) }
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} holds no VAE: add a Load VAE node and take the VAE from there`,
  )
}
