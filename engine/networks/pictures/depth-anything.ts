import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'
import { bicubic, type Taps } from '../../tensor/resize/resample.ts'
import { attention } from '../attention.ts'
import { resized } from '../resize.ts'

/**
 * Depth Anything v2 as an ONNX graph — Yang et al. 2024, arXiv:2406.09414: a vision transformer, DINOv2 (Oquab et al. 2023,
 * arXiv:2304.07193), and a head that joins four of its layers, DPT (Ranftl et al. 2021, arXiv:2103.13413).
 *
 *     x ─ patches of 14 ─ + positions ─ blocks ─┬─ … ─┬─ … ─┬─ … ─┐
 *                                              f₁    f₂    f₃    f₄     each normalised, projected, ×4, ×2, ×1, ×½
 *                           depth ◀─ output ◀─ fuse ◀ fuse ◀ fuse ◀ fuse
 *
 * The layout is the authors': `pretrained` and `depth_head`.
 *
 * @param x  [1, 3, 14·h, 14·w], each channel of zero mean and unit variance over all pictures
 * @returns  [1, 1, 14·h, 14·w], from 0 up; larger is nearer
 */
export function depthAnything(w: Weights, x: Value): Value {
  const [, , height, width] = x.dims as [number, number, number, number]
  const grid = { height: height / PATCH, width: width / PATCH }
  const maps = features(w.at('pretrained'), x, grid)
  const head = w.at('depth_head')
  const layers = maps.map((map, i) => level(head, map, i).conv2d(head.at(`scratch.layer${i + 1}_rn`), { padding: 1 }))
  const path = layers.reduceRight<Value | undefined>((below, layer, i) => {
    const next = layers[i - 1]
    const size = next ? sizeOf(next) : { height: 2 * layer.dims[2]!, width: 2 * layer.dims[3]! }
    return fuse(head.at(`scratch.refinenet${i + 1}`), layer, below, size)
  }, undefined)!
  const out = path.conv2d(head.at('scratch.output_conv1'), { padding: 1 })
  const large = resized(out, { height, width }, betweenCorners)
  const depth = large.conv2d(head.at('scratch.output_conv2.0'), { padding: 1 }).relu()
  return depth.conv2d(head.at('scratch.output_conv2.2')).relu()
}

/** Pixels on one side of a patch. */
export const PATCH = 14

interface Size {
  readonly height: number
  readonly width: number
}
const sizeOf = ({ dims }: Value): Size => ({ height: dims[2]!, width: dims[3]! })

/** Four layers of the transformer as images, evenly spread: [1, D, h, w] each. */
function features(w: Weights, x: Value, grid: Size): Value[] {
  const patches = x.conv2d(w.at('patch_embed.proj'), { stride: PATCH }).toTokens()
  const first = w.value('cls_token')
  let h = first.concat([patches], 1).add(positions(w, grid))
  const blocks = w.at('blocks').list()
  const chosen = spread(blocks.length)
  const maps: Value[] = []
  for (const [i, block] of blocks.entries()) {
    h = transformerBlock(block, h)
    if (!chosen.includes(i)) continue
    const tokens = h.layerNorm(w.at('norm'), 1e-6)
    maps.push(tokens.slice(1, 1, tokens.dims[1]!).toImage(grid.height, grid.width))
  }
  return maps
}

/** The layers that are read: the third, sixth … of twelve; of more layers the last of each quarter. */
const spread = (count: number): number[] =>
  count === 12 ? [2, 5, 8, 11] : [1, 2, 3, 4].map(quarter => (quarter * count) / 4 - 1)

/** The learned positions, resized from their square to the grid. @returns [1, 1 + h·w, D] */
function positions(w: Weights, { height, width }: Size): Value {
  const all = w.value('pos_embed')
  const side = Math.round(Math.sqrt(all.dims[1]! - 1))
  if (side === height && side === width) return all
  const square = all.slice(1, 1, all.dims[1]!).toImage(side, side)
  return all.slice(1, 0, 1).concat([resized(square, { height, width }, bicubic).toTokens()], 1)
}

function transformerBlock(w: Weights, x: Value): Value {
  const y = selfAttention(w.at('attn'), x.layerNorm(w.at('norm1'), 1e-6))
  x = x.add(y.mul(w.value('ls1.gamma')))
  const inner = x.layerNorm(w.at('norm2'), 1e-6).linear(w.at('mlp.fc1')).gelu()
  return x.add(inner.linear(w.at('mlp.fc2')).mul(w.value('ls2.gamma')))
}

const HEAD_WIDTH = 64

function selfAttention(w: Weights, x: Value): Value {
  const width = x.dims[2]!
  const all = w.has('qkv') ? x.linear(w.at('qkv')) : undefined
  const part = (name: string, i: number) => all?.slice(2, i * width, (i + 1) * width) ?? x.linear(w.at(name))
  return attention(part('query', 0), part('key', 1), part('value', 2), width / HEAD_WIDTH).linear(w.at('proj'))
}

/** A map at its size: four times, twice, once or half the grid. */
function level(head: Weights, map: Value, i: number): Value {
  const y = map.conv2d(head.at(`projects.${i}`))
  const resize = head.at(`resize_layers.${i}`)
  if (i === 2) return y
  return i === 3 ? y.conv2d(resize, { stride: 2, padding: 1 }) : y.convTranspose2d(resize, { stride: i === 0 ? 4 : 2 })
}

/** A map and what came from below, refined, at the next size. */
function fuse(w: Weights, layer: Value, below: Value | undefined, size: Size): Value {
  const joined = below ? below.add(residual(w.at('resConfUnit1'), layer)) : layer
  return resized(residual(w.at('resConfUnit2'), joined), size, betweenCorners).conv2d(w.at('out_conv'))
}

function residual(w: Weights, x: Value): Value {
  const y = x.relu().conv2d(w.at('conv1'), { padding: 1 }).relu()
  return y.conv2d(w.at('conv2'), { padding: 1 }).add(x)
}

/** Linear, with the corners of both sizes at the same places. */
export const betweenCorners: Taps = (i, from, to) => {
  const at = to === 1 ? 0 : (i * (from - 1)) / (to - 1)
  const low = Math.min(Math.floor(at), from - 1)
  return [
    [low, 1 - (at - low)],
    [Math.min(low + 1, from - 1), at - low],
  ]
}
