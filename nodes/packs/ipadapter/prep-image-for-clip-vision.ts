import { contrastAdaptive, sharpenSoft } from '../../../engine/image/filters/contrast-adaptive.ts'
import { cropTo, type SquarePlace } from '../../../engine/image/transform/middle-square.ts'
import { fromPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { asPillow, type PillowFilter } from '../../../engine/tensor/resize/antialias.ts'
import { choice, float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

const places = ['top', 'bottom', 'left', 'right', 'center', 'pad'] as const satisfies readonly SquarePlace[]

export default defineNode({
  type: 'PrepImageForClipVision',
  title: 'Prep Image For ClipVision',
  about: 'Makes pictures square and 224 pixels wide, as CLIP sees them, so that nothing is cut off (IPAdapter plus).',
  formula: contrastAdaptive,
  inputs: {
    image,
    interpolation: choice(['LANCZOS', 'BICUBIC', 'HAMMING', 'BILINEAR', 'BOX', 'NEAREST'], {
      help: 'How it is made smaller; LANCZOS is sharpest.',
    }),
    crop_position: choice(places, { help: 'Which part is kept. pad keeps all, with black beside it.' }),
    sharpening: float({ default: 0, min: 0, max: 1, step: 0.05, help: 'Sharpens the result; 0 is off.' }),
  },
  outputs: { IMAGE: image },

  run({ image, interpolation, crop_position, sharpening }) {
    const square = cropTo(toPlanes(image), crop_position)
    const small = asPillow(square, 224, 224, interpolation.toLowerCase() as PillowFilter)
    return { IMAGE: fromPlanes(sharpening > 0 ? sharpenSoft(small, sharpening) : small) }
  },
})
