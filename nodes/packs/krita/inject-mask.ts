import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'
import cache from './load-image-cache.ts'
import { readTransferred, transferred } from './transfer.ts'

export default defineNode({
  type: 'ETN_InjectMask',
  title: 'Inject Mask',
  about: 'Loads a mask that a program such as Krita sent to the server (Krita AI Diffusion).',
  inputs: cache.inputs,
  outputs: { mask },
  fingerprint: transferred,
  run: async ({ id }, context) => ({ mask: (await readTransferred(id, context)).mask }),
})
