import type { WeightFile } from '../../onnx/weights.ts'
import type { ModelSampling } from '../../sampling/model-sampling.ts'
import type { Generator } from '../../tensor/random/random.ts'
import type { Patch, UnetPatch } from '../types.ts'
import type { ActivePatch } from './active-patch.ts'
import { downscale } from './downscale.ts'
import { fooocusInpaint } from './fooocus-inpaint.ts'
import { freeU } from './free-u.ts'
import { hyperTile } from './hyper-tile.ts'
import { hypernetwork } from './hypernetwork.ts'
import { ipAdapter } from './ip-adapter.ts'
import { regionalAttention } from './regions.ts'
import { layersAtFullSize, tokenMerging } from './token-merging.ts'

/** What a patch may read of the network, and where it draws from. */
interface Surroundings {
  readonly weights: WeightFile
  /** Always the same one. */
  readonly random: () => Generator
}

interface Evaluation extends Partial<Surroundings> {
  readonly sampling: ModelSampling
  readonly sigma: number
  readonly latent: { readonly height: number; readonly width: number }
  /** Of the patch's own input. */
  readonly name: string
}

type Kind = UnetPatch['kind']

/** The nodes that make each. */
export const patchTitles: Readonly<Record<Kind, string>> = {
  'free-u': 'FreeU',
  'hyper-tile': 'HyperTile',
  hypernetwork: 'HypernetworkLoader',
  downscale: 'PatchModelAddDownscale (Kohya Deep Shrink)',
  regions: 'ETN_AttentionMask',
  'fooocus-inpaint': 'INPAINT_ApplyFooocusInpaint',
  'ip-adapter': 'IPAdapter',
  'token-merging': 'TomePatchModel',
}

/** What each patch does in one evaluation; undefined where it does nothing at this noise level. */
const active: {
  readonly [K in Kind]: (patch: Extract<UnetPatch, { kind: K }>, at: Evaluation) => ActivePatch | undefined
} = {
  'free-u': (patch, { name }) => freeU(patch, name),
  'hyper-tile': hyperTile,
  hypernetwork: (patch, { name }) => hypernetwork(patch, name),
  downscale: (patch, at) => (isInRange(patch, at) ? downscale(patch) : undefined),
  regions: regionalAttention,
  'fooocus-inpaint': fooocusInpaint,
  'ip-adapter': (patch, at) => ipAdapter(patch, { name: at.name, isOn: isInRange(patch, at) }),
  'token-merging': (patch, { name, latent, weights, random }) =>
    weights &&
    random &&
    tokenMerging(patch, { name, latent, random, layers: layersAtFullSize([...weights.tensors.keys()]) }),
}

const isInRange = (
  { range: { start, end } }: { readonly range: { readonly start: number; readonly end: number } },
  { sampling: { percentToSigma }, sigma }: Evaluation,
): boolean => sigma <= percentToSigma(start) && sigma >= percentToSigma(end)

/** The patches of the graph at one noise level, for a latent of one size, [N, C, h, w]. */
export type PatchesAt = (sigma: number, dims: readonly number[]) => readonly ActivePatch[]

export function unetPatches(patches: readonly Patch[], sampling: ModelSampling, around?: Surroundings): PatchesAt {
  const own = patches.filter((patch): patch is UnetPatch => patch.kind in active)
  // Regions replace the attention to the prompt, and adapters add to it.
  const isFirst = ({ kind }: UnetPatch) => Number(kind === 'regions')
  own.sort((a, b) => isFirst(b) - isFirst(a))
  return (sigma, [, , height = 0, width = 0]) =>
    own.flatMap((patch, i) => {
      const at = { ...around, sampling, sigma, latent: { height, width }, name: `patch${i}` }
      return (active[patch.kind] as (patch: UnetPatch, at: Evaluation) => ActivePatch | undefined)(patch, at) ?? []
    })
}
