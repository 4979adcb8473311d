import { map } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'ImageInvert',
  title: 'Invert Image',
  about: 'Makes the negative of pictures; dark lines on paper become what scribble ControlNets want.',
  inputs: { image: { ...image, help: 'Every channel is inverted, alpha too.' } },
  outputs: { IMAGE: image },

  run: ({ image }) => ({ IMAGE: map(image, value => 1 - value) }),
})
