import { channelOf } from '../../../engine/image/transform/channels.ts'
import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { mask } from '../../sockets.ts'
import { firstFrame, readBase64 } from './transfer.ts'

export default defineNode({
  type: 'ETN_LoadMaskBase64',
  title: 'Load Mask (Base64)',
  about: 'Reads a mask that is written into the workflow, from the red channel of a picture (External Tooling).',
  inputs: { mask: text({ verbatim: true, help: 'The bytes of a picture file in base64.' }) },
  outputs: { mask },
  run: async ({ mask: base64 }) => ({ mask: channelOf(firstFrame(await readBase64(base64)), 0) }),
})
