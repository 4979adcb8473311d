import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import { transfer } from './transfer.ts'

export default defineNode({
  type: 'ETN_SaveImageCache',
  title: 'Save Image to Cache',
  about:
    'Keeps pictures for the program that queued the prompt, which fetches them from the server (External Tooling).',
  inputs: {
    images: image,
    format: choice(['PNG', 'JPEG'], { help: 'PNG is exact; JPEG is smaller and has no transparency.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, format }, context) {
    await transfer(images, format, context)
    return {}
  },
})
