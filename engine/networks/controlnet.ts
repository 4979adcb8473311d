import type { Value } from '../onnx/value.ts'
import type { Weights } from '../onnx/weights.ts'
import { type Heads, type Residuals, stages, type UnetInputs } from './unet.ts'

/**
 * ControlNet: a copy of the UNet's first half that also reads a reference image and computes what the UNet adds to its own —
 * Zhang et al. 2023, arXiv:2302.05543, §3.
 *
 *     picture ─ input_hint_block ─┐
 *     x ───────── input_blocks.0 ─⊕──▶ input_blocks.1 ──▶ … ──▶ middle_block
 *                                 │          │                      │
 *                           zero_convs.0   zero_convs.1 …    middle_block_out
 *
 * The image does not change from step to step, so the hint block's result is computed once and is an input here.
 *
 * N batch · C channels · H×W latent size
 */
export interface ControlInputs extends UnetInputs {
  /** The result of `hintBlock`, [N, C, H, W] */
  readonly hint: Value
}

/** @returns what the UNet adds at each block and in the middle */
export function controlnet(w: Weights, { hint, ...inputs }: ControlInputs, heads: Heads): Residuals {
  const stage = stages(w, inputs, heads)
  const residuals: Record<string, Value> = {}
  let h = inputs.x
  for (const [i, block] of w.at('input_blocks').list().entries()) {
    h = stage(block, h, { part: 'input', number: i })
    if (i === 0) h = h.add(hint)
    residuals[`skip.${i}`] = h.conv2d(w.at(`zero_convs.${i}.0`))
  }
  residuals.middle = stage(w.at('middle_block'), h, { part: 'middle', number: 0 }).conv2d(w.at('middle_block_out.0'))
  return residuals
}

/** Convolutions with SiLU between them; three halve the size: from pixels to the latent's size. */
const LAYERS = [0, 2, 4, 6, 8, 10, 12, 14]
const HALVING = [4, 8, 12]

/** @param picture  [N, 3, 8·H, 8·W], 0 … 1. @returns [N, C, H, W] */
export function hintBlock(w: Weights, picture: Value): Value {
  const layer = (h: Value, i: number) =>
    h.conv2d(w.at(`input_hint_block.${i}`), { stride: HALVING.includes(i) ? 2 : 1, padding: 1 })
  return LAYERS.reduce((h, i) => layer(i === 0 ? h : h.silu(), i), picture)
}
