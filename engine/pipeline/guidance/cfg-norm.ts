import type { Formula } from '../../formula.ts'
import { type Tensor, tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

export interface CfgNorm {
  readonly kind: 'cfg-norm'
  readonly strength: number
}

export const normalizedGuidance: Formula = {
  lines: ['D ← strength · min(1, ‖D_c‖ / (‖D‖ + 10⁻⁸)) · D', '‖·‖ over the channels of each pixel'],
  source: 'ComfyUI, nodes_cfg.py',
}

/** Keeps guidance from making a pixel of the latent longer than the positive prediction (`normalizedGuidance`). */
export const cfgNorm = ({ strength }: CfgNorm): GuidanceStage => ({
  after(denoised, { cond }) {
    const [own, wanted] = [channelNorms(denoised), channelNorms(cond)]
    const [, channels = 1, h = 1, w = 1] = denoised.dims
    const plane = h * w
    const data = denoised.data.map((value, i) => {
      const pixel = Math.floor(i / (channels * plane)) * plane + (i % plane)
      return strength * Math.min(1, wanted[pixel]! / (own[pixel]! + 1e-8)) * value
    })
    return tensor(denoised.dims, data)
  },
})

/** The length of the vector of channels at each pixel: [N·h·w] of [N, C, h, w]. */
function channelNorms({ dims: [n = 1, channels = 1, h = 1, w = 1], data }: Tensor): Float64Array {
  const plane = h * w
  const squares = new Float64Array(n * plane)
  data.forEach((value, i) => {
    squares[Math.floor(i / (channels * plane)) * plane + (i % plane)]! += value ** 2
  })
  return squares.map(Math.sqrt)
}
