import { text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'
import { readTransferred, transferred } from './transfer.ts'

export default defineNode({
  type: 'ETN_LoadImageCache',
  title: 'Load Image from Cache',
  about: 'Loads a picture that a program such as Krita sent to the server (External Tooling).',
  inputs: { id: text({ verbatim: true, help: 'The name under which the picture was sent to /api/etn/image.' }) },
  outputs: { image, mask },
  fingerprint: transferred,
  run: ({ id }, context) => readTransferred(id, context),
})
