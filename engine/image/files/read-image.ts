import { zeros } from '../../tensor/tensor.ts'
import type { Image, Mask } from '../image.ts'
import { channelOf, rgbOf } from '../transform/channels.ts'
import { readPixels } from './read-pixels.ts'

/**
 * A picture file as ComfyUI's Load Image reads it.
 *
 * @returns `image` [frames, H, W, 3]; `mask` [frames, H, W], 1 − alpha, or 64 × 64 zeros where the file has no alpha
 * @throws  ImageError naming the file
 */
export async function readImage(path: string): Promise<{ image: Image; mask: Mask }> {
  const { rgba, hasAlpha } = await readPixels(path)
  return { image: rgbOf(rgba), mask: hasAlpha ? channelOf(rgba, 3, a => 1 - a) : zeros([1, 64, 64]) }
}

export const maskChannels = ['alpha', 'red', 'green', 'blue'] as const
export type MaskChannel = (typeof maskChannels)[number]

/**
 * One channel of a picture file as a mask, [frames, H, W]. Alpha is inverted: transparent pixels are painted anew.
 *
 * @throws ImageError naming the file
 */
export async function readMask(path: string, channel: MaskChannel): Promise<Mask> {
  const { rgba } = await readPixels(path)
  return channel === 'alpha'
    ? channelOf(rgba, 3, a => 1 - a)
    : channelOf(rgba, ['red', 'green', 'blue'].indexOf(channel))
}
