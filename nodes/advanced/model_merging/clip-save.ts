import { defineNode } from '../../define.ts'
import { saveClip } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'
import { modelPrefix } from '../../widgets.ts'

export default defineNode({
  type: 'CLIPSave',
  title: 'CLIPSave',
  about: 'Saves each text encoder as a file of its own, with merges and LoRAs in the weights.',
  inputs: { clip, filename_prefix: modelPrefix('clip/ComfyUI') },
  outputs: {},
  isOutput: true,

  async run({ clip, filename_prefix }, context) {
    const paths = await saveClip(filename_prefix, clip, context)
    for (const path of paths) context.notice(`The text encoder was saved as ${path}.`)
    return {}
  },
})
