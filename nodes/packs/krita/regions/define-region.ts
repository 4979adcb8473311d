import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, mask, regions } from '../../../sockets.ts'

export default defineNode({
  type: 'ETN_DefineRegion',
  title: 'Define Region',
  about: 'Adds a prompt that counts where a mask is white (External Tooling).',
  inputs: {
    mask: { ...mask, help: 'Of the size of the picture.' },
    conditioning,
    regions: optional({ ...regions, help: 'The regions before it.' }),
  },
  outputs: { regions },
  run: ({ mask, conditioning, regions = [] }) => ({ regions: [...regions, { mask, conditioning }] }),
})
