import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import { transfer } from './transfer.ts'

export default defineNode({
  type: 'ETN_ReturnImage',
  title: 'Return Image',
  about: 'Keeps pictures for the program that queued the prompt, which fetches them (Krita AI Diffusion).',
  inputs: { images: image },
  outputs: {},
  isOutput: true,

  async run({ images }, context) {
    await transfer(images, 'PNG', context)
    return {}
  },
})
