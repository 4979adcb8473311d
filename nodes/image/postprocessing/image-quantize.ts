import { ditherNames, quantize } from '../../../engine/image/filters/quantize.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageQuantize',
  title: 'Image Quantize',
  about: 'Reduces pictures to a small number of colours, as in a GIF.',
  inputs: {
    image: { ...image, help: 'Alpha is removed.' },
    colors: int({ default: 256, min: 1, max: 256, help: 'The largest number of colours, selected for each picture.' }),
    dither: choice(ditherNames, {
      help: 'How tones in between are shown: none by flat areas, floyd-steinberg by scattered dots, bayer by a pattern.',
    }),
  },
  outputs: { IMAGE: image },

  run: ({ image, colors, dither }) => ({ IMAGE: quantize(image, colors, dither) }),
})
