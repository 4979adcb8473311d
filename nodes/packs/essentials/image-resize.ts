import type { Image } from '../../../engine/image/image.ts'
import { pad } from '../../../engine/image/transform/pad.ts'
import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { cut } from '../../../engine/tensor/cut.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { map } from '../../../engine/tensor/tensor.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { height, width } from '../../geometry.ts'
import { image, whole } from '../../sockets.ts'

const side = { min: 0, step: 1 }
const zero = 'In pixels. 0 keeps the side, or follows from the other one.'
const { max, min, floor } = Math

export default defineNode({
  type: 'ImageResize+',
  title: '🔧 Image Resize',
  about: 'Resizes pictures in several ways, only when a condition holds (ComfyUI Essentials).',
  inputs: {
    image,
    width: width(side, zero),
    height: height(side, zero),
    interpolation: choice(['nearest', 'bilinear', 'bicubic', 'area', 'nearest-exact', 'lanczos'], {
      help: 'lanczos is sharpest; area is best for shrinking; nearest keeps hard pixels.',
    }),
    method: choice(['stretch', 'keep proportion', 'fill / crop', 'pad'], {
      help: 'What to do when the proportions change; pad adds black.',
    }),
    condition: choice(['always', 'downscale if bigger', 'upscale if smaller', 'if bigger area', 'if smaller area'], {
      help: 'Otherwise the picture keeps its size.',
    }),
    multiple_of: int({
      default: 0,
      min: 0,
      max: 512,
      help: 'Both sides become a multiple of it, by cropping. 0: off.',
    }),
  },
  outputs: { IMAGE: image, width: whole, height: whole },

  run({ image, interpolation, method, condition, multiple_of: unit, ...wanted }) {
    const multiple = (length: number) => (unit > 1 ? length - (length % unit) : length)
    const target = targetOf(image, method, { width: multiple(wanted.width), height: multiple(wanted.height) })
    const resized = applies(condition, image, target.scaled)
      ? target.finish(scaleImage(image, { ...target.scaled, method: interpolation }))
      : image
    const cropped = unit > 1 ? cropTo(resized, multiple) : resized
    const IMAGE = map(cropped, value => min(max(value, 0), 1))
    return { IMAGE, width: IMAGE.dims[2]!, height: IMAGE.dims[1]! }
  },
})

interface Size {
  readonly width: number
  readonly height: number
}

const limit = 16_384
const atLeastOne = ({ width, height }: Size): Size => ({ width: max(1, width), height: max(1, height) })

/** The size to scale to, and what is done afterwards. */
function targetOf({ dims: [, h = 1, w = 1] }: Image, method: string, wanted: Size) {
  const same = (image: Image) => image
  if (method === 'stretch')
    return { scaled: atLeastOne({ width: wanted.width || w, height: wanted.height || h }), finish: same }
  if (method === 'fill / crop') {
    const box = { width: wanted.width || w, height: wanted.height || h }
    const ratio = max(box.width / w, box.height / h)
    const scaled = atLeastOne({ width: roundHalfEven(w * ratio), height: roundHalfEven(h * ratio) })
    const at = { x: floor((scaled.width - box.width) / 2), y: floor((scaled.height - box.height) / 2) }
    return { scaled, finish: (image: Image) => cut(image, 1, { ...at, ...box }) }
  }
  const width = wanted.width || (h < wanted.height ? limit : w)
  const height = wanted.height || (w < width ? limit : h)
  const ratio = min(width / w, height / h)
  const scaled = atLeastOne({ width: roundHalfEven(w * ratio), height: roundHalfEven(h * ratio) })
  if (method !== 'pad') return { scaled, finish: same }
  const at = { x: floor((width - scaled.width) / 2), y: floor((height - scaled.height) / 2) }
  return { scaled, finish: (image: Image) => pad(image, { width, height, ...at, color: [0] }) }
}

function applies(condition: string, { dims: [, h = 1, w = 1] }: Image, { width, height }: Size): boolean {
  if (condition === 'downscale if bigger') return h > height || w > width
  if (condition === 'upscale if smaller') return h < height || w < width
  if (condition === 'if bigger area') return h * w > height * width
  return condition === 'always' || h * w < height * width
}

function cropTo(image: Image, multiple: (length: number) => number): Image {
  const [, h = 0, w = 0] = image.dims
  const [width, height] = [multiple(w), multiple(h)]
  if (width === 0 || height === 0) return image
  return cut(image, 1, { x: floor((w - width) / 2), y: floor((h - height) / 2), width, height })
}
