import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ETN_NSFWFilter',
  title: 'NSFW Filter',
  about: 'Passes pictures on unchanged; nothing is filtered here (External Tooling).',
  inputs: { image, sensitivity: float({ default: 0.5, min: 0, max: 1, step: 0.1, help: 'Ignored.' }) },
  outputs: { image },
  run: ({ image }) => ({ image }),
})
