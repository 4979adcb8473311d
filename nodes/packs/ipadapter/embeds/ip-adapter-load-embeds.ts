import { readTensorFile } from '../../../../engine/checkpoint/files/tensor-file.ts'
import { file } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { embeds } from '../../../sockets.ts'

export default defineNode({
  type: 'IPAdapterLoadEmbeds',
  title: 'IPAdapter Load Embeds',
  about: 'Loads encoded pictures that IPAdapter Save Embeds saved (IPAdapter plus).',
  inputs: {
    embeds: file('ipadapter_embeds', {
      help: 'A .ipadpt file of the input folder. Copy it there from the output folder.',
    }),
  },
  outputs: { EMBEDS: embeds },

  async run({ embeds }) {
    return { EMBEDS: await readTensorFile(embeds.path) }
  },
})
