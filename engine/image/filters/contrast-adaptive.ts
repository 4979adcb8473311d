import type { Formula } from '../../formula.ts'
import type { Tensor } from '../../tensor/tensor.ts'

export const contrastAdaptive: Formula = {
  lines: [
    'y = (x + w·Σ neighbours) / (1 + 4w)',
    'w = −√(min(m, 2 − M) / M)·(amount·(1/5 − 1/8) + 1/8)',
    'm, M: the least and the most of the cross of 5 pixels, plus those of the 4 corners',
  ],
  source: 'AMD FidelityFX Contrast Adaptive Sharpening',
}

const CROSS = [
  [-1, 0],
  [0, -1],
  [0, 0],
  [0, 1],
  [1, 0],
] as const
const CORNERS = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const

/** Sharpens soft edges more than hard ones (`contrastAdaptive`). Outside the picture is black. @param planes  [N, C, H, W], 0 … 1 */
export function sharpenSoft({ dims, data }: Tensor, amount: number): Tensor {
  const [, , h, w] = dims as [number, number, number, number]
  const out = data.map((x, i) => {
    const plane = i - (i % (h * w))
    const [row, column] = [Math.floor((i - plane) / w), i % w]
    const at = ([dy, dx]: readonly [number, number]) => {
      const [y, x] = [row + dy, column + dx]
      return y < 0 || x < 0 || y >= h || x >= w ? 0 : data[plane + y * w + x]!
    }
    const [cross, corners] = [CROSS.map(at), CORNERS.map(at)]
    const least = Math.max(Math.min(...cross), 0) + Math.max(Math.min(...corners), 0)
    const most = Math.min(Math.max(...cross), 1) + Math.min(Math.max(...corners), 1)
    const weight = -Math.sqrt(Math.min(least, 2 - most) / most) * (amount * (1 / 5 - 1 / 8) + 1 / 8)
    const around = cross.reduce((a, b) => a + b) - x
    const y = (around * weight + x) / (1 + 4 * weight)
    return Number.isNaN(y) ? 0 : Math.min(Math.max(y, 0), 1)
  })
  return { dims, data: out }
}
