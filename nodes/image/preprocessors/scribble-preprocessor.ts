import { drawLines, xdog } from '../../../engine/image/filters/xdog.ts'
import { greyPictures } from '../../../engine/image/transform/channels.ts'
import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ScribblePreprocessor',
  ours: true,
  title: 'Scribble',
  about: 'Draws the lines of pictures, white on black, for scribble ControlNets.',
  formula: xdog,
  inputs: {
    image: { ...image, help: 'A photograph, a picture or a drawing of dark lines. For white lines invert it first.' },
    sigma: float({ default: 1.5, min: 0.3, max: 20, step: 0.1, help: 'Width of the lines, in pixels.' }),
    threshold: float({
      default: 0.02,
      min: 0,
      max: 1,
      step: 0.005,
      help: 'How much darker than its surroundings a line is; more draws fewer lines.',
    }),
    phi: float({ default: 200, min: 1, max: 1000, step: 1, help: 'Hardness: little gives pencil, much gives ink.' }),
    tau: float({
      default: 0.99,
      min: 0.5,
      max: 1,
      step: 0.01,
      help: 'Less keeps faint texture in bright places from becoming lines.',
    }),
  },
  outputs: { IMAGE: image },

  run: ({ image, ...drawing }) => ({ IMAGE: greyPictures(drawLines(image, drawing)) }),
})
