import type { Mask } from '../image.ts'

export interface Margins {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Fades a mask out towards its edges (ComfyUI's FeatherMask): step k of n, counted from the edge, is multiplied by
 * (k + 1)/n. On the right and at the bottom ComfyUI counts from one pixel outside, which its arrays read as the first
 * column and row, so the faintest step is on the opposite edge. Saved workflows depend on it.
 *
 * @param mask    [N, H, W]
 * @param margins in pixels; limited to the size of the mask
 */
export function featherMask({ dims, data }: Mask, margins: Margins): Mask {
  const [, H = 0, W = 0] = dims
  const columns = fades(W, margins.left, margins.right)
  const rows = fades(H, margins.top, margins.bottom)
  return { dims, data: data.map((value, i) => value * columns[i % W]! * rows[Math.floor(i / W) % H]!) }
}

function fades(length: number, first: number, last: number): Float32Array {
  const [before, after] = [Math.min(first, length), Math.min(last, length)]
  const out = new Float32Array(length).fill(1)
  for (let k = 0; k < before; k++) out[k] = out[k]! * ((k + 1) / before)
  for (let k = 0; k < after; k++) {
    const at = (length - k) % length
    out[at] = out[at]! * ((k + 1) / after)
  }
  return out
}
