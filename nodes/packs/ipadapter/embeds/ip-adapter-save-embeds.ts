import { encodeTensor } from '../../../../engine/checkpoint/files/tensor-file.ts'
import { outputNames } from '../../../../engine/image/files/output-names.ts'
import { saveNumbered } from '../../../../engine/image/files/save-numbered.ts'
import { text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { embeds } from '../../../sockets.ts'

export default defineNode({
  type: 'IPAdapterSaveEmbeds',
  title: 'IPAdapter Save Embeds',
  about: 'Saves encoded pictures as a numbered .ipadpt file in the output folder (IPAdapter plus).',
  inputs: {
    embeds,
    filename_prefix: text({ isPath: true, default: 'IP_embeds', help: 'May contain subfolders, as in Save Image.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ embeds, filename_prefix }, { folders, metadata, notice }) {
    const names = await outputNames(folders.output, filename_prefix, { width: 0, height: 0 })
    const numbering = { counter: names.firstCounter, inBatch: 0, extension: 'ipadpt' }
    const { file } = await saveNumbered(encodeTensor(embeds, metadata), names, numbering)
    notice(`The encoded pictures were saved as ${file.path}; IPAdapter Load Embeds reads them from the input folder.`)
    return {}
  },
})
