import type { Tensor } from '../tensor/tensor.ts'

/** How the channels of a latent become red, green and blue: a row for each channel, and what is added. */
export interface LatentRgb {
  readonly factors: readonly (readonly [number, number, number])[]
  readonly bias: readonly [number, number, number]
}

/**
 * A small picture of an unfinished latent, with no decoder: v = M·z + b at latent resolution, pixels (v + 1)/2.
 *
 * @param latent  [N, C, h, w] in the model's scale; the first picture is shown
 * @returns       JPEG, enlarged to about 256 pixels
 */
export async function latentPreview({ dims, data }: Tensor, { factors, bias }: LatentRgb): Promise<Buffer> {
  const [, channels = 0, height = 0, width = 0] = dims
  const plane = height * width
  const pixels = new Uint8ClampedArray(plane * 3)
  for (let at = 0; at < plane; at++)
    for (let color = 0; color < 3; color++) {
      let v = bias[color]!
      for (let c = 0; c < Math.min(channels, factors.length); c++) v += factors[c]![color]! * data[c * plane + at]!
      pixels[at * 3 + color] = ((v + 1) / 2) * 255
    }
  const { default: sharp } = await import('sharp')
  const scale = Math.max(1, 256 / Math.max(height, width))
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: Math.round(width * scale), height: Math.round(height * scale), kernel: 'cubic' })
    .jpeg({ quality: 80 })
    .toBuffer()
}
