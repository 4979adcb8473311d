import { pad } from '../../../engine/image/transform/pad.ts'
import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { height, width } from '../../geometry.ts'
import { image } from '../../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'ResizeAndPadImage',
  title: 'ResizeAndPadImage',
  about: 'Resizes pictures until they fit into a size, and fills what is left of it.',
  inputs: {
    image,
    target_width: width(side),
    target_height: height(side),
    padding_color: choice(['white', 'black'], { help: 'The colour beside the picture.' }),
    interpolation: choice(['area', 'bicubic', 'nearest-exact', 'bilinear', 'lanczos'], {
      help: 'lanczos is sharpest; area is best for shrinking; nearest-exact keeps hard pixels.',
    }),
  },
  outputs: { IMAGE: image },

  run({ image, target_width, target_height, padding_color, interpolation }) {
    const [, h = 1, w = 1] = image.dims
    const factor = Math.min(target_width / w, target_height / h)
    const [width, height] = [Math.max(1, Math.trunc(w * factor)), Math.max(1, Math.trunc(h * factor))]
    const [x, y] = [Math.floor((target_width - width) / 2), Math.floor((target_height - height) / 2)]
    const ground = { width: target_width, height: target_height, x, y, color: [padding_color === 'white' ? 1 : 0] }
    return { IMAGE: pad(scaleImage(image, { width, height, method: interpolation }), ground) }
  },
})
