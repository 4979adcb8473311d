import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadCheckpoint } from '../pipeline.ts'
import { clip, model, vae } from '../sockets.ts'

export default defineNode({
  type: 'CheckpointLoaderSimple',
  title: 'Load Checkpoint',
  about: 'Loads a Stable Diffusion checkpoint: UNet, text encoder and VAE.',
  inputs: {
    ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints. Its family is detected.' }),
  },
  outputs: { MODEL: model, CLIP: clip, VAE: vae },

  async run({ ckpt_name }) {
    const parts = await loadCheckpoint(ckpt_name)
    return { MODEL: parts.model, CLIP: parts.clip, VAE: parts.vae }
  },
})
