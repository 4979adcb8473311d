import type { ModelSampling } from '../../sampling/model-sampling.ts'
import { type Box, cut } from '../../tensor/cut.ts'
import { resize } from '../../tensor/resize/resize.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { map, type Tensor } from '../../tensor/tensor.ts'
import type { Area, EncodedPrompt } from '../types.ts'

/** A prompt, with its area and its noise levels for one size of picture. */
export interface PlacedPrompt {
  readonly prompt: EncodedPrompt
  /** The part of the latent that is evaluated, in latent pixels; absent: all of it. */
  readonly area?: Box
  /** The prompt's weight at each pixel of its area, [N or 1, 1, h, w]; a number: the same weight everywhere. */
  readonly weight: number | Tensor
  /** The prompt counts while σ is between these, both included. */
  readonly sigmas: { readonly from: number; readonly to: number }
}

const whole = { start: 0, end: 1 }

/** @param latent  dims of the latent, [N, C, h, w] */
export function placePrompt(prompt: EncodedPrompt, latent: readonly number[], sampling: ModelSampling): PlacedPrompt {
  const [, , h, w] = latent as [number, number, number, number]
  const mask = prompt.mask && maskAt(prompt.mask.mask, h, w)
  const wanted = (mask && prompt.mask?.boundsOnly && boundsOf(mask)) || (prompt.area && inPixels(prompt.area, h, w))
  const area = wanted && clipped(wanted, h, w)
  const [{ start, end }, text] = [prompt.range ?? whole, prompt.encodedFor ?? whole]
  return {
    prompt,
    ...(area && { area }),
    weight: weightOf(prompt, mask, area, { height: h, width: w }),
    sigmas: {
      from: sampling.percentToSigma(Math.max(start, text.start)),
      to: sampling.percentToSigma(Math.min(end, text.end)),
    },
  }
}

/** Shares of the picture are rounded to whole latent pixels, at least one, as in ComfyUI. */
function inPixels({ unit, height, width, y, x }: Area, h: number, w: number): Box {
  if (unit === 'pixels') return { height, width, y, x }
  const round = (share: number, of: number) => roundHalfEven(share * of)
  return {
    height: Math.max(1, round(height, h)),
    width: Math.max(1, round(width, w)),
    y: round(y, h),
    x: round(x, w),
  }
}

/** The part of the area inside the picture. */
const clipped = ({ height, width, y, x }: Box, h: number, w: number): Box => {
  const [top, left] = [Math.min(y, h - 1), Math.min(x, w - 1)]
  return { y: top, x: left, height: Math.min(height, h - top), width: Math.min(width, w - left) }
}

/** [N, H, W] → [N, 1, h, w] */
function maskAt({ dims: [n = 1, height = 1, width = 1], data }: Tensor, h: number, w: number): Tensor {
  const mask = { dims: [n, 1, height, width], data }
  return height === h && width === w ? mask : resize(mask, { height: h, width: w, method: 'bilinear' })
}

/** The rectangle around all values other than 0, at least 8×8; 8×8 in the corner where all values are 0. */
function boundsOf({ dims: [n = 1, , h = 1, w = 1], data }: Tensor): Box {
  const used = Array.from({ length: h * w }, (_, p) => p).filter(p =>
    Array.from({ length: n }, (_, i) => data[i * h * w + p]!).some(v => v !== 0),
  )
  if (used.length === 0) return { height: 8, width: 8, y: 0, x: 0 }
  const [rows, columns] = [used.map(p => Math.floor(p / w)), used.map(p => p % w)]
  const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b))
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b))
  const [y, x] = [least(rows), least(columns)]
  return { y, x, height: Math.max(8, most(rows) - y + 1), width: Math.max(8, most(columns) - x + 1) }
}

function weightOf(
  prompt: EncodedPrompt,
  mask: Tensor | undefined,
  area: Box | undefined,
  picture: { readonly height: number; readonly width: number },
): number | Tensor {
  const { strength = 1 } = prompt
  if (mask) return map(area ? cut(mask, 2, area) : mask, v => v * (prompt.mask?.strength ?? 1) * strength)
  return area ? feathered(area, picture, strength) : strength
}

/** A weight that rises over at most 8 pixels from each edge of the area that is not an edge of the picture. */
function feathered(area: Box, picture: { readonly height: number; readonly width: number }, strength: number) {
  const ramp = (length: number, from: number, whole: number) => {
    const values = Array<number>(length).fill(1)
    const fuzz = Math.min(8, Math.floor(length / 4))
    for (let t = 0; t < fuzz; t++) {
      if (from !== 0) values[t]! *= (t + 1) / fuzz
      if (from + length < whole) values[length - 1 - t]! *= (t + 1) / fuzz
    }
    return values
  }
  const [rows, columns] = [ramp(area.height, area.y, picture.height), ramp(area.width, area.x, picture.width)]
  const data = Float32Array.from(rows.flatMap(r => columns.map(c => r * c * strength)))
  return { dims: [1, 1, area.height, area.width], data }
}

/**
 * Default prompts count where the others of their list leave something over (ComfyUI's finalize_default_conds):
 *
 *   w = max(0, 1 − Σ_i w_i)
 *
 * @param latent  dims of the latent, [N, C, h, w]
 */
export function withDefaults(prompts: readonly PlacedPrompt[], latent: readonly number[]): readonly PlacedPrompt[] {
  const others = prompts.filter(({ prompt }) => !prompt.isDefault)
  if (others.length === prompts.length) return prompts
  const free = freeOf(others, latent as [number, number, number, number])
  if (free.data.every(value => value === 0)) return others
  return prompts.map(placed =>
    placed.prompt.isDefault ? { ...placed, weight: placed.area ? cut(free, 2, placed.area) : free } : placed,
  )
}

/** [N or 1, 1, h, w] */
function freeOf(prompts: readonly PlacedPrompt[], [, , h, w]: readonly [number, number, number, number]): Tensor {
  const n = Math.max(1, ...prompts.map(({ weight }) => (typeof weight === 'number' ? 1 : weight.dims[0]!)))
  const free = { dims: [n, 1, h, w], data: new Float32Array(n * h * w).fill(1) }
  for (const { weight, area = { y: 0, x: 0, height: h, width: w } } of prompts) {
    const [size, rows] = [area.height * area.width, typeof weight === 'number' ? 1 : weight.dims[0]!]
    for (let i = 0; i < n * size; i++) {
      const [image, p] = [Math.floor(i / size), i % size]
      const at = image * h * w + (area.y + Math.floor(p / area.width)) * w + area.x + (p % area.width)
      free.data[at]! -= typeof weight === 'number' ? weight : weight.data[(image % rows) * size + p]!
    }
  }
  return map(free, value => Math.max(0, value))
}
