import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image } from '../../../sockets.ts'
import imageScaleDown from './image-scale-down.ts'

export default defineNode({
  type: 'easy imageScaleDownBy',
  title: 'Image Scale Down By',
  about: 'Makes pictures smaller by a factor, with Lanczos (Easy Use).',
  inputs: {
    images: image,
    scale_by: float({ default: 0.5, min: 0.01, max: 1, step: 0.01, help: '0.5 is half as wide and high.' }),
  },
  outputs: { IMAGE: image },

  run({ images, scale_by }, context) {
    const scaled = (side: number) => Math.max(1, Math.trunc(side * scale_by))
    const size = { width: scaled(images.dims[2]!), height: scaled(images.dims[1]!) }
    return imageScaleDown.run({ images, ...size, crop: 'center' }, context)
  },
})
