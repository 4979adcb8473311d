import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'
import cache from './load-image-cache.ts'
import { readTransferred, transferred } from './transfer.ts'

export default defineNode({
  type: 'ETN_InjectImage',
  title: 'Inject Image',
  about: 'Loads a picture that a program such as Krita sent to the server (Krita AI Diffusion).',
  inputs: cache.inputs,
  outputs: { image },
  fingerprint: transferred,
  run: async ({ id }, context) => ({ image: (await readTransferred(id, context)).image }),
})
