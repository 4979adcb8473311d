import { map } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'ImageInvert',
  title: 'Invert Image',
  about:
    'Inverts the colours of pictures: dark lines on white become white lines on black, as scribble ControlNets need.',
  inputs: { image: { ...image, help: 'Every channel is inverted, including alpha.' } },
  outputs: { IMAGE: image },

  run: ({ image }) => ({ IMAGE: map(image, value => 1 - value) }),
})
