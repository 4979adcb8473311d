import type { FileRef } from '../checkpoint/file-ref.ts'
import { CheckpointError } from '../errors.ts'
import { vaeDecoder, vaeEncoder } from '../networks/vae.ts'
import { Graph } from '../onnx/graph.ts'
import { Value } from '../onnx/value.ts'
import { type WeightFile, Weights } from '../onnx/weights.ts'
import { fusesAttention } from '../runtime/device.ts'
import type { SessionRequest } from '../runtime/sessions.ts'
import { openFile } from './headers.ts'
import { networkWeights } from './network-weights.ts'
import type { Vae } from './types.ts'

type Direction = 'decode' | 'encode'

/** Half of an autoencoder for inputs of one size: latents in VAE scale, pictures −1 … 1. Always in float32. */
export type VaeNetwork = (dims: readonly number[]) => SessionRequest

/** What a person calls it. */
export const vaeName = (vae: Vae): string => vae.file.name

/** @throws CheckpointError when the file holds no VAE */
export async function vaeNetwork({ file }: Vae, direction: Direction): Promise<VaeNetwork> {
  const weights = await vaeWeights(file)
  return network(file, weights, direction, direction === 'decode' ? vaeDecoder : meanOf)
}

/** The first half of the moments, [N, 4, h, w]. */
function meanOf(w: Weights, image: Value): Value {
  const moments = vaeEncoder(w, image)
  return moments.slice(1, 0, moments.dims[1]! / 2)
}

/** One function from [N, C, H, W] to [N, C′, H′, W′] as a session request. */
function network(
  file: FileRef,
  weights: WeightFile,
  direction: Direction,
  write: (w: Weights, x: Value) => Value,
): VaeNetwork {
  return x => ({
    key: JSON.stringify(['vae', direction, file.path, file.fingerprint, x]),
    label: `VAE ${direction} ${direction === 'decode' ? `${x[3]! * 8}×${x[2]! * 8}` : `${x[3]}×${x[2]}`}`,
    root: file.path,
    brief: true,
    build: device => {
      const graph = new Graph(`vae-${direction}`, { fusedAttention: fusesAttention(device) })
      write(new Weights(graph, weights), new Value(graph, graph.input('x', x), x)).output('out')
      return graph
    },
  })
}

async function vaeWeights(file: FileRef): Promise<WeightFile> {
  const weights = networkWeights(await openFile(file), 'vae')
  if (weights) return weights
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} holds no VAE: add a Load VAE node and take the VAE from there`,
  )
}
