import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import { taesdHalves } from '../../checkpoint/keys/taesd-keys.ts'
import { CheckpointError } from '../../errors.ts'
import { taesdDecoder, taesdEncoder } from '../../networks/taesd.ts'
import { vaeDecoder, vaeEncoder } from '../../networks/vae.ts'
import { Graph } from '../../onnx/graph.ts'
import { Value } from '../../onnx/value.ts'
import { type WeightFile, Weights } from '../../onnx/weights.ts'
import { networkWeights, openFile } from '../../recognise/open-file.ts'
import type { SessionRequest } from '../../runtime/sessions.ts'
import type { LargeVae, TinyVae, Vae } from '../types.ts'

type Direction = 'decode' | 'encode'

/**
 * Half of an autoencoder for inputs of one size: latents in VAE scale, pictures −1 … 1. Always in float32: SDXL's overflows
 * in half precision.
 */
export type VaeNetwork = (dims: readonly number[]) => SessionRequest

/** The VAE's name for the user. */
export const vaeName = (vae: Vae): string => (vae.kind === 'vae' ? vae.file.name : vae.name)

/** @throws CheckpointError when the file does not hold that half of a VAE */
export const vaeNetwork = (vae: Vae, direction: Direction): Promise<VaeNetwork> =>
  vae.kind === 'vae' ? largeNetwork(vae, direction) : tinyNetwork(vae, direction)

async function largeNetwork({ file }: LargeVae, direction: Direction): Promise<VaeNetwork> {
  const weights = networkWeights(await openFile(file), 'vae')
  if (weights) return requests([file], direction, weights, direction === 'decode' ? vaeDecoder : meanOfPosterior)
  throw missing(file, `${file.name} does not hold a VAE: add a Load VAE node and connect its VAE`)
}

/** The first half of the moments, [N, C, h, w]. */
function meanOfPosterior(w: Weights, image: Value): Value {
  const moments = vaeEncoder(w, image)
  return moments.slice(1, 0, moments.dims[1]! / 2)
}

async function tinyNetwork(vae: TinyVae, direction: Direction): Promise<VaeNetwork> {
  const file = vae[direction]
  if (!file) {
    const half = { decode: 'decoder', encode: 'encoder' }[direction]
    const there = (vae.decode ?? vae.encode)!
    throw missing(
      there,
      `${vae.name} is only half of a VAE: its ${half} is in another file; choose 'taesd' or 'taesdxl'`,
    )
  }
  const { header } = await openFile(file)
  const { tensors } = taesdHalves(header).find(half => half.direction === direction)!
  const write = direction === 'decode' ? taesdDecoder : taesdEncoder
  const { scale, shift } = vae.latents
  return requests([file, scale, shift], direction, { path: header.path, tensors }, (w, x) => write(w, x, vae.latents))
}

/** @param what  everything that the network depends on, the file first */
function requests(
  what: readonly [FileRef, ...number[]],
  direction: Direction,
  weights: WeightFile,
  write: (w: Weights, x: Value) => Value,
): VaeNetwork {
  const [{ path, fingerprint }, ...numbers] = what
  return x => ({
    key: JSON.stringify(['vae', direction, path, fingerprint, numbers, x]),
    label: `VAE ${direction} ${direction === 'decode' ? `${x[3]! * 8}×${x[2]! * 8}` : `${x[3]}×${x[2]}`}`,
    root: path,
    brief: true,
    build: dialect => {
      const graph = new Graph(`vae-${direction}`, { ...dialect, compute: 'float32' })
      write(new Weights(graph, weights), Value.input(graph, 'x', x)).output('out')
      return graph
    },
  })
}

const missing = ({ path }: FileRef, message: string): CheckpointError =>
  new CheckpointError('missing-part', path, message)
