import { defineNode } from '../../../define.ts'
import { conditioning, regions } from '../../../sockets.ts'

export default defineNode({
  type: 'ETN_BackgroundRegion',
  title: 'Background Region',
  about: 'The prompt for all of the picture that no region covers (External Tooling).',
  inputs: { conditioning },
  outputs: { regions },
  run: ({ conditioning }) => ({ regions: [{ mask: null, conditioning }] }),
})
