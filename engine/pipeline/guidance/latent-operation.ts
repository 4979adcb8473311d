import type { Formula } from '../../formula.ts'
import { convolve, gaussian } from '../../image/filters/blur.ts'
import { mix, type Tensor } from '../../tensor/tensor.ts'
import type { GuidanceStage } from './stage.ts'

/** A change of a latent, as data: what travels on the wires of LATENT_OPERATION. */
export type LatentOperation = TonemapReinhard | SharpenLatent

interface TonemapReinhard {
  readonly kind: 'tonemap-reinhard'
  readonly multiplier: number
}
interface SharpenLatent {
  readonly kind: 'sharpen'
  readonly radius: number
  /** In radii. */
  readonly sigma: number
  readonly alpha: number
}

export interface OperationOnGuidance {
  readonly kind: 'latent-operation'
  readonly operation: LatentOperation
}

export const reinhard: Formula = {
  lines: [
    'm = ‖latent‖ over channels,  top = (mean m + 5·std m)·multiplier',
    'm′ = top·(m/top)/(m/top + 1)',
    'result: latent·m′/m',
  ],
  source: 'Reinhard et al. 2002, doi:10.1145/566570.566575, equation 3',
}

export const latentSharpening: Formula = {
  lines: ['u = latent/m,  m = ‖latent‖ over channels', 'result: m·(u + 10α·(u − blur u))'],
  source: 'Unsharp masking, as ComfyUI scales it',
}

/** Applies an operation to the guidance D_c − D_u before it is scaled. */
export const operationOnGuidance = ({ operation }: OperationOnGuidance): GuidanceStage => ({
  before: ({ cond, uncond }) => ({
    cond: mix([1, uncond], [1, applyOperation(operation, mix([1, cond], [-1, uncond]))]),
    uncond,
  }),
})

/** @param latent  [N, C, h, w] */
export const applyOperation = (operation: LatentOperation, latent: Tensor): Tensor =>
  operation.kind === 'sharpen' ? sharpened(latent, operation) : tonemapped(latent, operation.multiplier)

function tonemapped(latent: Tensor, multiplier: number): Tensor {
  const lengths = channelNorms(latent, 1e-10)
  const [n, plane] = [latent.dims[0]!, lengths.length / latent.dims[0]!]
  const factors = new Float64Array(lengths.length)
  for (let i = 0; i < n; i++) {
    const own = lengths.subarray(i * plane, (i + 1) * plane)
    const mean = own.reduce((a, b) => a + b, 0) / plane
    const deviation = Math.sqrt(own.reduce((sum, m) => sum + (m - mean) ** 2, 0) / (plane - 1))
    const top = (deviation * 5 + mean) * multiplier
    for (let p = 0; p < plane; p++) factors[i * plane + p] = 1 / (own[p]! / top + 1)
  }
  return timesEachPixel(latent, factors)
}

function sharpened(latent: Tensor, { radius, sigma, alpha }: SharpenLatent): Tensor {
  const [n, c, h, w] = latent.dims as [number, number, number, number]
  const lengths = channelNorms(latent, 1e-6)
  const unit = timesEachPixel(
    latent,
    lengths.map(m => 1 / m),
  )
  const { data: soft } = convolve({ dims: [n * c, h, w, 1], data: unit.data }, gaussian(radius, sigma, 1 / radius))
  const sharp = unit.data.map((value, i) => value + 10 * alpha * (value - soft[i]!))
  return timesEachPixel({ dims: latent.dims, data: sharp }, lengths)
}

/** √Σx² over the channels of each pixel, plus `least`. @returns N·h·w numbers */
function channelNorms({ dims: [n = 1, c = 1, h = 1, w = 1], data }: Tensor, least: number): Float64Array {
  const plane = h * w
  return Float64Array.from({ length: n * plane }, (_, p) => {
    const first = Math.floor(p / plane) * c * plane + (p % plane)
    let sum = 0
    for (let i = first; i < first + c * plane; i += plane) sum += data[i]! ** 2
    return Math.sqrt(sum) + least
  })
}

/** Each pixel of [N, C, h, w] times its own factor. */
function timesEachPixel({ dims, data }: Tensor, factors: Float64Array): Tensor {
  const [, c = 1, h = 1, w = 1] = dims
  const plane = h * w
  return { dims, data: data.map((value, i) => value * factors[Math.floor(i / (c * plane)) * plane + (i % plane)]!) }
}
