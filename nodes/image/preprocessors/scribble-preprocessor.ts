import { darkestBelow } from '../../../engine/image/filters/dark-pixels.ts'
import { greyPictures } from '../../../engine/image/transform/channels.ts'
import { scaleImage } from '../../../engine/image/transform/scale-image.ts'
import { roundHalfEven } from '../../../engine/tensor/round-half-even.ts'
import { int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

/** comfyui_controlnet_aux's node of this name: dark pixels black, all others white, the shorter side at `resolution`. */
export default defineNode({
  type: 'ScribblePreprocessor',
  ours: true,
  title: 'Scribble (controlnet_aux)',
  about: 'Makes the dark pixels of a drawing black and all others white, as comfyui_controlnet_aux does.',
  inputs: {
    image: { ...image, help: 'A drawing. Alpha is ignored.' },
    resolution: optional(
      int({ default: 512, min: 0, max: 16384, step: 64, help: 'The shorter side of the result; 0 keeps the size.' }),
    ),
  },
  outputs: { IMAGE: image },

  run({ image, resolution = 512 }) {
    const [, height = 1, width = 1] = image.dims
    const factor = resolution === 0 ? 1 : resolution / Math.min(height, width)
    const side = (length: number) => Math.max(1, roundHalfEven(length * factor))
    const method = factor > 1 ? 'bilinear' : 'area'
    const sized = factor === 1 ? image : scaleImage(image, { width: side(width), height: side(height), method })
    return { IMAGE: greyPictures(darkestBelow(sized, 127)) }
  },
})
