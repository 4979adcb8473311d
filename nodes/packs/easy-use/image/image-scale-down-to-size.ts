import { int, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image } from '../../../sockets.ts'
import imageScaleDownBy from './image-scale-down-by.ts'

export default defineNode({
  type: 'easy imageScaleDownToSize',
  title: 'Image Scale Down To Size',
  about: 'Makes pictures smaller until a side has a size; smaller ones stay (Easy Use).',
  inputs: {
    images: image,
    size: int({ default: 512, min: 1, max: 16_384, help: 'In pixels.' }),
    mode: toggle({ default: true, help: 'On: the longer side gets the size. Off: the shorter one.' }),
  },
  outputs: { IMAGE: image },

  run({ images, size, mode }, context) {
    const sides = [images.dims[1]!, images.dims[2]!]
    const side = mode ? Math.max(...sides) : Math.min(...sides)
    return imageScaleDownBy.run({ images, scale_by: Math.min(size / side, 1) }, context)
  },
})
