import { resizeHint } from '../../../engine/image/transform/resize-hint.ts'
import { choice, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

const side = (help: string) => int({ default: 512, min: 64, max: 8192, step: 8, help })

export default defineNode({
  type: 'HintImageEnchance',
  title: 'Enchance And Resize Hint Images',
  about:
    'Resizes reference images of ControlNets and keeps flat colours and hard edges (ControlNet Auxiliary Preprocessors).',
  inputs: {
    hint_image: image,
    image_gen_width: side('The width of the picture that is drawn.'),
    image_gen_height: side('The height of the picture that is drawn.'),
    resize_mode: choice(['Just Resize', 'Crop and Resize', 'Resize and Fill'], {
      help: 'What to do when the proportions change: distort, crop, or add a border of the colour of the edge.',
    }),
  },
  outputs: { IMAGE: image },

  run: ({ hint_image, image_gen_width: width, image_gen_height: height, resize_mode }) => ({
    IMAGE: resizeHint(hint_image, { width, height }, resize_mode),
  }),
})
