import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { applyIpAdapter, type IpAdapterOptions } from '../../../../engine/pipeline/ip-adapter/apply.ts'
import { type IpAdapter, loadIpAdapter } from '../../../../engine/pipeline/ip-adapter/load.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { unetPatches } from '../../../../engine/pipeline/patches/unet-patches.ts'
import type { Model } from '../../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { type Tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

export type Kind = 'plain' | 'plus'
export const adapterFile = (kind: Kind) => goldenFile(`nets/ipadapter_${kind}.weights.safetensors`)

/** One of the small adapters, and what the reference made of its inputs. */
export async function openAdapter(kind: Kind) {
  const io = readGolden(`nets/ipadapter_${kind}.io.safetensors`)
  const adapter = await loadIpAdapter(adapterFile(kind))
  return { io, adapter, seen: io.get(kind === 'plain' ? 'image_embeds' : 'clip_hidden_states')! }
}

export const { model: tinyModel } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))

const options: IpAdapterOptions = {
  type: 'linear',
  weight: 1,
  combine: 'concat',
  scaling: 'V only',
  range: { start: 0, end: 1 },
}

const nothing = new Map<string, Tensor>()
/** Always the same zeros, which are then projected once. */
function zerosLike({ dims }: Tensor): Tensor {
  const known = nothing.get(dims.join()) ?? zeros(dims)
  nothing.set(dims.join(), known)
  return known
}

export const withPicture = (
  adapter: IpAdapter,
  seen: Tensor,
  more: Partial<IpAdapterOptions> = {},
  model = tinyModel,
) => applyIpAdapter(model, adapter, { drawn: seen, avoided: zerosLike(seen) }, { ...options, ...more }, sessions)

interface Evaluation {
  readonly x: Tensor
  readonly context: Tensor
  readonly timestep: Tensor
  readonly pooled?: Tensor
  readonly sigma?: number
  readonly images?: readonly { readonly row: number; readonly isNegative: boolean }[]
}

/** The prediction of a model, patches included. */
export async function predict(
  model: Model,
  { x, context, timestep, pooled, sigma = 5, images }: Evaluation,
): Promise<Tensor> {
  const network = await unetNetwork(model)
  const patches = unetPatches(model.patches ?? [], modelSampling(model.sampling))(sigma, x.dims)
  const each = images ?? Array.from({ length: x.dims[0]! }, (_, row) => ({ row, isNegative: false }))
  const feeds = Object.assign({}, ...patches.flatMap(({ feeds, imageFeeds }) => [feeds, imageFeeds?.(each)]))
  const request = network.request(x.dims, context.dims, [], { patches })
  return (await sessions.run(request, { x, context, timestep, ...(pooled && { pooled }), ...feeds })).prediction!
}
