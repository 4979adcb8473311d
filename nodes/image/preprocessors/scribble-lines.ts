import { drawLines, xdog } from '../../../engine/image/filters/xdog.ts'
import { greyPictures } from '../../../engine/image/transform/channels.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ScribbleLines',
  ours: true,
  title: 'Scribble from Lines',
  about: 'Finds the lines of pictures and draws them white on black, for scribble ControlNets.',
  formula: xdog,
  inputs: {
    image: {
      ...image,
      help: 'A photograph, a picture or a drawing with dark lines. Invert a drawing with white lines first.',
    },
    sigma: float({ default: 1.5, min: 0.3, max: 20, step: 0.1, help: 'Width of the lines, in pixels.' }),
    threshold: float({
      default: 0.02,
      min: 0,
      max: 1,
      step: 0.005,
      help: 'How much darker than its surroundings a line must be. Higher values find fewer lines.',
    }),
    phi: float({
      default: 200,
      min: 1,
      max: 1000,
      step: 1,
      help: 'Hardness of the lines. Low values look like pencil, high values like ink.',
    }),
    tau: float({
      default: 0.99,
      min: 0.5,
      max: 1,
      step: 0.01,
      help: 'Lower values ignore faint texture in bright areas.',
    }),
  },
  outputs: { IMAGE: image },

  run: ({ image, ...drawing }) => ({ IMAGE: greyPictures(drawLines(image, drawing)) }),
})
