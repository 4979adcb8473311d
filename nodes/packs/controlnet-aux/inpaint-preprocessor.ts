import { maskFromPlanes, maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { resize } from '../../../engine/tensor/resize/resize.ts'
import { optional, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'
import { maskAt } from '../inpaint/mask-of-picture.ts'

export default defineNode({
  type: 'InpaintPreprocessor',
  title: 'Inpaint Preprocessor',
  about:
    'Marks the masked part of a picture for a ControlNet that paints it anew (ControlNet Auxiliary Preprocessors).',
  inputs: {
    image,
    mask: { ...mask, help: 'Resized to the picture. Values above ½ are marked.' },
    black_pixel_for_xinsir_cn: optional(
      toggle({ default: false, help: 'Marks with black (0), as some ControlNets for SDXL need it, instead of −1.' }),
    ),
  },
  outputs: { IMAGE: image },

  run({ image, mask, black_pixel_for_xinsir_cn: isBlack = false }) {
    const [, height = 1, width = 1] = image.dims
    const fitted = maskFromPlanes(resize(maskToPlanes(mask), { width, height, method: 'bilinear' }))
    const weight = maskAt(fitted, image)
    return {
      IMAGE: { dims: image.dims, data: image.data.map((value, i) => (weight(i) > 0.5 ? (isBlack ? 0 : -1) : value)) },
    }
  },
})
