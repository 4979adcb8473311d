import { cut } from '../../../engine/tensor/cut.ts'
import { imageResizeMethods, type ResizeMethod } from '../../../engine/tensor/resize/resize.ts'
import { crops, type Scaling, scale } from '../../../engine/tensor/resize/scale.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'
import { type CaseOf, cases, choice, float, int, socket } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'

const side = (help: string) => int({ default: 512, min: 0, max: 16_384, step: 1, help })
const crop = choice(crops, {
  default: 'center',
  help: 'What to do when the proportions change: disabled distorts the picture, center crops it.',
})
const multiple = (value: number, help: string) => int({ default: value, min: 1, max: 16_384, step: 1, help })
const picture = socket<Tensor>('IMAGE,MASK', 'Pictures or masks.')
const inProportion = 'In pixels. The other side keeps the proportions.'

const ways = {
  'scale dimensions': {
    width: side('In pixels. 0 keeps the proportions; both 0 change nothing.'),
    height: side('In pixels. 0 keeps the proportions; both 0 change nothing.'),
    crop,
  },
  'scale by multiplier': {
    multiplier: float({ default: 1, min: 0.01, max: 8, step: 0.01, help: '2 is twice as wide and twice as high.' }),
  },
  'scale longer dimension': { longer_size: side('Of the longer side, in pixels. The proportions are kept.') },
  'scale shorter dimension': { shorter_size: side('Of the shorter side, in pixels. The proportions are kept.') },
  'scale width': { width: side(inProportion) },
  'scale height': { height: side(inProportion) },
  'scale total pixels': {
    megapixels: float({
      default: 1,
      min: 0.01,
      max: 16,
      step: 0.01,
      help: '1 is 1024 × 1024 pixels, the size that SDXL was trained on.',
    }),
    multiple: multiple(1, 'Both sides are rounded to a multiple of this.'),
  },
  'match size': { match: { ...picture, help: 'The size of this picture or mask is taken.' }, crop },
  'scale to multiple': {
    multiple: multiple(8, 'Both sides become the next smaller multiple of this; what is too much is cropped.'),
  },
}

export default defineNode({
  type: 'ResizeImageMaskNode',
  title: 'Resize Image/Mask',
  about: 'Resizes pictures or masks to a size, by a factor, to a number of pixels or to the size of another picture.',
  inputs: {
    input: picture,
    resize_type: cases(ways, { help: 'How the new size is given.' }),
    scale_method: choice(imageResizeMethods, {
      default: 'area',
      help: 'area is best for shrinking, lanczos for enlarging, nearest-exact keeps hard pixels.',
    }),
  },
  outputs: { resized: picture },

  run({ input, resize_type: how, scale_method: method }) {
    if (how.choice === 'scale to multiple') return { resized: toMultiple(input, how.multiple, method) }
    const size = sizeFor(how, { width: input.dims[2]!, height: input.dims[1]! })
    return { resized: size ? resize(input, { ...size, method }) : input }
  },
})

interface Size {
  readonly width: number
  readonly height: number
}

/** The new size, and how it is cropped; undefined where nothing changes. */
function sizeFor(how: CaseOf<typeof ways>, { width: w, height: h }: Size): Omit<Scaling, 'method'> | undefined {
  const toLonger = (longer: number, shorter: number) =>
    h > w ? { height: longer, width: shorter } : { width: longer, height: shorter }
  const share = Math.min(w, h) / Math.max(w, h)
  switch (how.choice) {
    case 'scale dimensions':
      return toSides(how, { width: w, height: h }, how.crop)
    case 'scale by multiplier':
      return { width: roundHalfEven(w * how.multiplier), height: roundHalfEven(h * how.multiplier) }
    case 'scale longer dimension':
      return toLonger(how.longer_size, roundHalfEven(share * how.longer_size))
    case 'scale shorter dimension':
      return toLonger(roundHalfEven(how.shorter_size / share), how.shorter_size)
    case 'scale width':
      return toSides({ width: how.width, height: 0 }, { width: w, height: h })
    case 'scale height':
      return toSides({ width: 0, height: how.height }, { width: w, height: h })
    case 'scale total pixels': {
      const factor = Math.sqrt(Math.trunc(how.megapixels * 1024 * 1024) / (w * h))
      const rounded = (side: number) => Math.max(1, roundHalfEven((side * factor) / how.multiple)) * how.multiple
      return { width: rounded(w), height: rounded(h) }
    }
    case 'match size':
      return { width: how.match.dims[2]!, height: how.match.dims[1]!, crop: how.crop }
    default:
      return undefined
  }
}

/** A side of 0 follows from the other one. */
function toSides(wanted: Size, { width, height }: Size, crop: Scaling['crop'] = 'disabled') {
  if (wanted.width === 0 && wanted.height === 0) return undefined
  return {
    width: wanted.width || Math.max(1, roundHalfEven((width * wanted.height) / height)),
    height: wanted.height || Math.max(1, roundHalfEven((height * wanted.width) / width)),
    crop,
  }
}

/** Covers the next smaller multiples and crops the middle. */
function toMultiple(input: Tensor, multiple: number, method: ResizeMethod): Tensor {
  const [, h = 1, w = 1] = input.dims
  const [width, height] = [w - (w % multiple), h - (h % multiple)]
  if (multiple <= 1 || width === 0 || height === 0 || (width === w && height === h)) return input
  const [across, down] = [width / w, height / h]
  const covering =
    across >= down
      ? { width, height: Math.max(height, Math.ceil(h * across)) }
      : { height, width: Math.max(width, Math.ceil(w * down)) }
  const [x, y] = [Math.floor((covering.width - width) / 2), Math.floor((covering.height - height) / 2)]
  return cut(resize(input, { ...covering, method }), 1, { x, y, width, height })
}

/** Pictures [N, H, W, C] or masks [N, H, W]. */
const resize = (input: Tensor, scaling: Scaling): Tensor => scale(input, scaling, 1)
