import type { Formula } from '../../formula.ts'
import { resized } from '../../networks/resize.ts'
import type { Value } from '../../onnx/value.ts'
import { area, bicubic, bilinear, nearestExact } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import type { ActivePatch } from './active-patch.ts'

const methods = { bicubic, 'nearest-exact': nearestExact, bilinear, area }
type Method = keyof typeof methods

export interface Downscale {
  readonly kind: 'downscale'
  /** Of the input blocks. */
  readonly block: number
  readonly factor: number
  /** When it is active, as shares of the way from noise (0) to picture (1). */
  readonly range: { readonly start: number; readonly end: number }
  readonly afterSkip: boolean
  readonly down: Method
  readonly up: Method
}

export const deepShrink: Formula = {
  lines: ['h ← h at 1/factor of its size, at one input block', 'h ← h at the size of the skip, before it is joined'],
  source: 'Kohya Deep Shrink, as ComfyUI’s PatchModelAddDownscale',
}

/** Computes the inner blocks at a smaller size, so that a large picture has one composition (`deepShrink`). */
export function downscale({ block, factor, afterSkip, down, up }: Downscale): ActivePatch {
  const shrink = (h: Value, at: number) => {
    if (at !== block) return h
    const smaller = (length: number) => Math.max(1, roundHalfEven(length * (1 / factor)))
    return resized(h, { height: smaller(h.dims[2]!), width: smaller(h.dims[3]!) }, methods[down])
  }
  return {
    key: `downscale ${[block, factor, afterSkip, down, up]}`,
    feeds: {},
    hooks: () => ({
      ...(afterSkip ? { afterSkip: shrink } : { input: shrink }),
      output: (h, skip) => [
        h.dims[2] === skip.dims[2] ? h : resized(h, { height: skip.dims[2]!, width: skip.dims[3]! }, methods[up]),
        skip,
      ],
    }),
  }
}
