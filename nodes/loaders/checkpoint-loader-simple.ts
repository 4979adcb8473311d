import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadCheckpoint } from '../pipeline.ts'
import { clip, model, vae } from '../sockets.ts'

export default defineNode({
  type: 'CheckpointLoaderSimple',
  title: 'Load Checkpoint',
  about: 'Opens a Stable Diffusion .safetensors file: denoiser, text encoder and image decoder.',
  inputs: {
    ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints. The family is read from the file itself.' }),
  },
  outputs: { MODEL: model, CLIP: clip, VAE: vae },

  async run({ ckpt_name }) {
    const parts = await loadCheckpoint(ckpt_name)
    return { MODEL: parts.model, CLIP: parts.clip, VAE: parts.vae }
  },
})
