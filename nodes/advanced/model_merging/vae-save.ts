import { defineNode } from '../../define.ts'
import { saveVae } from '../../pipeline.ts'
import { vae } from '../../sockets.ts'
import { modelPrefix } from '../../widgets.ts'

export default defineNode({
  type: 'VAESave',
  title: 'VAESave',
  about: 'Saves a VAE as a file of its own.',
  inputs: { vae, filename_prefix: modelPrefix('vae/ComfyUI_vae') },
  outputs: {},
  isOutput: true,

  async run({ vae, filename_prefix }, context) {
    context.notice(`The VAE was saved as ${await saveVae(filename_prefix, vae, context)}.`)
    return {}
  },
})
