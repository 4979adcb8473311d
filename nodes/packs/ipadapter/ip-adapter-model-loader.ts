import { file } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadIpAdapter } from '../../pipeline.ts'
import { ipAdapter } from '../../sockets.ts'

export default defineNode({
  type: 'IPAdapterModelLoader',
  title: 'IPAdapter Model Loader',
  about: 'Loads an IP-Adapter, which makes a model draw like a picture (IPAdapter plus).',
  inputs: {
    ipadapter_file: file('ipadapter', {
      help: 'A file of models/ipadapter, made for the same family as the checkpoint. Those with face in their name draw a face again.',
    }),
  },
  outputs: { IPADAPTER: ipAdapter },

  async run({ ipadapter_file }) {
    return { IPADAPTER: await loadIpAdapter(ipadapter_file) }
  },
})
