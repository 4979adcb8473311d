import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import type { Mask } from '../../image/image.ts'
import { attention } from '../../networks/attention.ts'
import type { TransformerPlace, UnetHooks } from '../../networks/unet.ts'
import { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { stack, type Tensor, tensor } from '../../tensor/tensor.ts'
import type { ActivePatch, ImageOfRun } from './active-patch.ts'

export const regionsFormula: Formula = {
  lines: [
    'y = Σ_r m_r · Attention(Q, K_r, V_r)',
    'K_r = W_k·c_r,  V_r = W_v·c_r,  Σ_r m_r = 1,  c_r: the prompt of region r',
  ],
  source: 'Attention couple, as comfyui-tooling-nodes computes it',
}

/** Prompts that count in a part of the picture each, in place of the prompt of the sampler. */
export interface Regions {
  readonly kind: 'regions'
  readonly regions: readonly Region[]
}

export interface Region {
  /** [1, H, W], the size of the picture or of its latent; the masks of all regions sum to 1 everywhere. */
  readonly mask: Mask
  /** [1, L, D] */
  readonly embedding: Tensor
}

interface LatentSize {
  readonly height: number
  readonly width: number
}

/** How much smaller the latent is where a UNet attends. */
const FACTORS = [1, 2, 4, 8] as const

/**
 * Attention to the prompt by regions (`regionsFormula`). What guidance compares with keeps its own prompt. Prompts and masks are
 * inputs of the graph: a change of them makes no session.
 *
 * @throws RangeInputError when the masks have another size than the picture
 */
export function regionalAttention(
  { regions }: Regions,
  { name, latent }: { name: string; latent: LatentSize },
): ActivePatch {
  const masks = FACTORS.map(factor => masksAt(regions, latent, factor))
  const zero = (t: Tensor): Tensor => ({ dims: t.dims, data: new Float32Array(t.data.length) })
  const count = (images: readonly ImageOfRun[]) => images.length
  return {
    key: JSON.stringify(['regions', regions.map(({ embedding }) => embedding.dims)]),
    feeds: {},
    imageFeeds: images => ({
      [`${name}.own`]: tensor(
        [count(images), 1, 1],
        Float32Array.from(images, ({ isNegative }) => Number(isNegative)),
      ),
      ...Object.fromEntries(
        regions.map(({ embedding }, r) => [`${name}.prompt.${r}`, stack(images.map(() => embedding))]),
      ),
      ...Object.fromEntries(
        masks.map((mask, i) => [
          `${name}.mask.${FACTORS[i]!}`,
          stack(images.map(({ isNegative }) => (isNegative ? zero(mask) : mask))),
        ]),
      ),
    }),
    hooks: (w, size) => ({ crossAttention: byRegion(w, regions, name, size) }),
  }
}

/** The masks at one size, [1, R, L, 1]. */
function masksAt(regions: readonly Region[], { height, width }: LatentSize, factor: number): Tensor {
  const [h, w] = [Math.ceil(height / factor), Math.ceil(width / factor)]
  const parts = regions.map(({ mask: { dims, data } }) => {
    const [, H = 0, W = 0] = dims
    const isWhole = (H === 8 * height && W === 8 * width) || (H === height && W === width)
    if (!isWhole)
      throw new RangeInputError(
        `The mask of a region is ${W}×${H} pixels, and the picture ${8 * width}×${8 * height}: they must be equal.`,
      )
    return resize({ dims: [1, 1, H, W], data }, { width: w, height: h, method: 'nearest' }).data
  })
  const data = new Float32Array(parts.length * h * w)
  for (const [r, part] of parts.entries()) data.set(part, r * h * w)
  return { dims: [1, parts.length, h * w, 1], data }
}

function byRegion(
  w: Weights,
  regions: readonly Region[],
  name: string,
  { height, width }: LatentSize,
): NonNullable<UnetHooks['crossAttention']> {
  const { graph } = w
  const declared = new Map<string, Value>()
  const input = (part: string, dims: readonly number[]) => {
    const value = declared.get(part) ?? Value.input(graph, `${name}.${part}`, dims)
    declared.set(part, value)
    return value
  }
  const lengths = FACTORS.map(factor => Math.ceil(height / factor) * Math.ceil(width / factor))
  /** All inputs exist in every graph, since all are fed. */
  const declare = (n: number) => ({
    own: input('own', [n, 1, 1]),
    prompts: regions.map(({ embedding: { dims } }, r) => input(`prompt.${r}`, [n, dims[1]!, dims[2]!])),
    masks: FACTORS.map((factor, i) => input(`mask.${factor}`, [n, regions.length, lengths[i]!, 1])),
  })
  return (y, q, heads, place) => {
    const [n, length] = q.dims as [number, number]
    const { own, prompts, masks } = declare(n)
    const mask = masks[lengths.indexOf(length)]
    if (!mask)
      throw new RangeInputError('Regions do not work with a patch that scales the picture down inside the network.')
    const attend = w.at(`${pathOf(place)}.attn2`)
    if (attend.has('to_k.gate'))
      throw new RangeInputError('Regions do not work with a mixture of experts: use areas or masks of prompts.')
    return prompts.reduce((sum, prompt, r) => {
      const part = attention(q, prompt.linear(attend.at('to_k')), prompt.linear(attend.at('to_v')), heads)
      return sum.add(part.mul(mask.slice(1, r, r + 1).reshape([n, length, 1])))
    }, y.mul(own))
  }
}

/** The key of a transformer block in CompVis' names. */
function pathOf({ part, number, layer }: TransformerPlace): string {
  const block = part === 'middle' ? 'middle_block' : `${part}_blocks.${number}`
  return `${block}.1.transformer_blocks.${layer}`
}
