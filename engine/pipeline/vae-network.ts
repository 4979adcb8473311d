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

const networks = { decode: vaeDecoder, encode: vaeEncoder }

/** Half of an autoencoder, ready to be compiled for one size. */
export type VaeNetwork = (dims: readonly number[]) => SessionRequest

/** @throws CheckpointError when the file holds no VAE */
export async function vaeNetwork({ file }: Vae, direction: keyof typeof networks): Promise<VaeNetwork> {
  const weights = await vaeWeights({ kind: 'vae', file })
  return x => ({
    key: JSON.stringify(['vae', direction, file.path, file.fingerprint, x]),
    label: `VAE ${direction} ${direction === 'decode' ? `${x[3]! * 8}×${x[2]! * 8}` : `${x[3]}×${x[2]}`}`,
    root: file.path,
    build: device => {
      const graph = new Graph(`vae-${direction}`, { fusedAttention: fusesAttention(device) })
      networks[direction](new Weights(graph, weights), new Value(graph, graph.input('x', x), x)).output('out')
      return graph
    },
  })
}

async function vaeWeights({ file }: Vae): Promise<WeightFile> {
  const weights = networkWeights(await openFile(file), 'vae')
  if (weights) return weights
  throw new CheckpointError(
    'missing-part',
    file.path,
    `${file.name} holds no VAE: add a Load VAE node and take the VAE from there`,
  )
}
