import { cut } from '../../tensor/cut.ts'
import { resample } from '../../tensor/resize/resample.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { type Tensor, tensor } from '../../tensor/tensor.ts'
import { smooth } from './middle-square.ts'
import { toPlanes } from './planes.ts'

/** Mean and deviation of the pictures that CLIP was trained on, by channel. */
const MEAN = [0.48145466, 0.4578275, 0.40821073] as const
const DEVIATION = [0.26862954, 0.26130258, 0.27577711] as const

/**
 * A picture as CLIP takes it: resized, cropped to a square, rounded to 256 levels and normalised to the mean and deviation
 * of CLIP's training pictures (ComfyUI's clip_preprocess).
 *
 * @param image  [1, H, W, 3 or 4], 0 … 1
 * @param crop   `center` keeps the proportions and crops the longer side, `none` distorts the whole picture
 * @returns      [1, 3, size, size]
 */
export function clipPicture(image: Tensor, size: number, crop: 'center' | 'none'): Tensor {
  const { dims, data } = square(firstThree(toPlanes(image)), size, crop)
  const area = size * size
  const out = data.map((value, i) => {
    const channel = Math.floor(i / area)
    const shade = roundHalfEven(Math.min(Math.max(Math.fround(255 * value), 0), 255)) / 255
    return (shade - MEAN[channel]!) / DEVIATION[channel]!
  })
  return tensor(dims, out)
}

function square(planes: Tensor, size: number, crop: 'center' | 'none'): Tensor {
  const [, , H = 0, W = 0] = planes.dims
  if (H === size && W === size) return planes
  const scale = size / Math.min(H, W)
  const [height, width] = crop === 'center' ? [roundHalfEven(scale * H), roundHalfEven(scale * W)] : [size, size]
  const resized = resample(planes, height, width, smooth)
  const box = { x: Math.floor((width - size) / 2), y: Math.floor((height - size) / 2), width: size, height: size }
  return cut(resized, 2, box)
}

const firstThree = ({ dims, data }: Tensor): Tensor =>
  tensor([1, 3, dims[2]!, dims[3]!], data.slice(0, 3 * dims[2]! * dims[3]!))
