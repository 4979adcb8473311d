import type { Tensor } from '../../tensor/tensor.ts'

/** How the channels of a latent become red, green and blue: a row of factors for each channel, and a bias. */
export interface LatentRgb {
  readonly factors: readonly (readonly [number, number, number])[]
  readonly bias: readonly [number, number, number]
  /** The small decoder for such latents: the name of a file of vae_approx without its extension. */
  readonly decoder?: 'taesd_decoder' | 'taesdxl_decoder' | 'taef1_decoder' | 'taesd3_decoder' | 'taef2_decoder'
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
  return enlarged(pixels, width, height)
}

/** A picture of any size. @param image [1, H, W, 3], 0 … 1 @returns JPEG, enlarged to about 256 pixels */
export const picturePreview = ({ dims: [, height = 0, width = 0], data }: Tensor): Promise<Buffer> =>
  enlarged(
    Uint8ClampedArray.from(data, v => v * 255),
    width,
    height,
  )

async function enlarged(pixels: Uint8ClampedArray, width: number, height: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const scale = Math.max(1, 256 / Math.max(height, width))
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize({ width: Math.round(width * scale), height: Math.round(height * scale), kernel: 'cubic' })
    .jpeg({ quality: 80 })
    .toBuffer()
}

/** A small copy of a picture file, as WebP. @param longest  pixels of its longer side, at most */
export async function thumbnail(path: string, longest: number): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const size = { width: longest, height: longest, fit: 'inside', withoutEnlargement: true } as const
  return sharp(path).rotate().resize(size).webp({ quality: 82 }).toBuffer()
}
