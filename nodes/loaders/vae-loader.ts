import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadVae } from '../pipeline.ts'
import { vae } from '../sockets.ts'

export default defineNode({
  type: 'VAELoader',
  title: 'Load VAE',
  about: "Loads a VAE from its own file, to use instead of the checkpoint's.",
  inputs: {
    vae_name: file('vae', {
      help: 'A file of models/vae, or taesd of models/vae_approx, which is small, fast and slightly blurred. Its latents must be the model’s: 4 channels for most, 16 or 32 for some SDXL models.',
    }),
  },
  outputs: { VAE: vae },

  async run({ vae_name }) {
    return { VAE: await loadVae(vae_name) }
  },
})
