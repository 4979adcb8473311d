import type { Formula } from '../../formula.ts'
import { Value } from '../../onnx/value.ts'
import { tensor } from '../../tensor/tensor.ts'
import type { ActivePatch } from './active-patch.ts'

export interface FreeU {
  readonly kind: 'free-u'
  readonly version: 1 | 2
  /** b₁, b₂, s₁, s₂ */
  readonly scales: readonly [number, number, number, number]
}

export const freeUScaling: Formula = {
  lines: [
    'h ← b·h  (the first half of its channels)',
    'skip ← skip + (s − 1)·lowest frequencies of skip',
    'version 2: b ← 1 + (b − 1)·m,  m = mean of h over channels, from 0 to 1',
    'b₁, s₁ at 4 times the channels of the first layer, b₂, s₂ at twice',
  ],
  source: 'Si et al. 2023, arXiv:2309.11497, equations 3–5',
}

/** FreeU (`freeUScaling`). The four scales are an input of the graph, so changing one makes no session. */
export const freeU = ({ version, scales }: FreeU, name: string): ActivePatch => ({
  key: `free-u ${version}`,
  feeds: { [name]: tensor([4], Float32Array.from(scales)) },
  hooks(weights) {
    const { graph } = weights
    const all = Value.input(graph, name, [4])
    const scale = (i: number) => all.slice(0, i, i + 1)
    const channels = weights.dims('input_blocks.0.0.weight')[0]!
    const places = new Map([
      [4 * channels, [scale(0), scale(2)] as const],
      [2 * channels, [scale(1), scale(3)] as const],
    ])
    return {
      output(h, skip) {
        const found = places.get(h.dims[1]!)
        if (!found) return [h, skip]
        const [b, s] = found
        const half = Math.floor(h.dims[1]! / 2)
        const factor = version === 1 ? b : structure(h).mul(b.sub(1)).add(1)
        const scaled = h.slice(1, 0, half).mul(factor)
        return [scaled.concat([h.slice(1, half, h.dims[1]!)], 1), skip.add(lowest(skip).mul(s.sub(1)))]
      },
    }
  },
})

/** The mean over channels, stretched from 0 to 1 over the image; 0 where it is the same everywhere. @returns [N, 1, H, W] */
function structure(h: Value): Value {
  const [n, c, height, width] = h.dims as [number, number, number, number]
  const ones = Value.constant(h.graph, new Float32Array(c).fill(1 / c), [c, 1])
  const pixels = h.reshape([n, c, height * width]).transpose([0, 2, 1])
  const mean = pixels.matmul(ones).transpose([0, 2, 1])
  const [low, high] = [mean.least(), mean.most()]
  // 1/0 is limited to the largest float16: ComfyUI gets NaN from 0/0, as in an image of 64×64, whose deepest map is one pixel.
  return mean.sub(low).mul(high.sub(low).reciprocal().min(65504)).reshape([n, 1, height, width])
}

/**
 * The part of an image in the frequencies 0 and −1 of both axes: the real part of what ComfyUI's mask of 2×2 keeps. These
 * are products with a few sines and cosines.
 */
function lowest(x: Value): Value {
  const [n, c, height, width] = x.dims as [number, number, number, number]
  const basis = lowestWaves(height, width)
  const rows = basis.length / (height * width)
  const waves = Value.constant(x.graph, basis, [rows, height * width])
  const flat = x.reshape([n, c, height * width])
  const amplitudes = flat.matmul(waves.transpose([1, 0]))
  return amplitudes
    .matmul(waves)
    .mul(1 / (height * width))
    .reshape([n, c, height, width])
}

function lowestWaves(height: number, width: number): Float32Array {
  const frequencies = (length: number) => (length === 1 ? [0] : [0, -1])
  const rows: number[] = []
  for (const v of frequencies(height))
    for (const u of frequencies(width))
      for (const wave of v === 0 && u === 0 ? [Math.cos] : [Math.cos, Math.sin])
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) rows.push(wave(2 * Math.PI * ((v * y) / height + (u * x) / width)))
  return Float32Array.from(rows)
}
