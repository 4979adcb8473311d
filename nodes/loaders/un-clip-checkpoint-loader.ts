import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadCheckpoint, loadClipVision } from '../pipeline.ts'
import { clip, clipVision, model, vae } from '../sockets.ts'

export default defineNode({
  type: 'unCLIPCheckpointLoader',
  title: 'unCLIPCheckpointLoader',
  about: 'Loads an unCLIP checkpoint: UNet, text encoder, VAE and the picture encoder that belongs to it.',
  inputs: { ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints, such as sd21-unclip-h.' }) },
  outputs: { MODEL: model, CLIP: clip, VAE: vae, CLIP_VISION: clipVision },

  async run({ ckpt_name }) {
    const vision = await loadClipVision(ckpt_name, 'unCLIP checkpoint')
    const parts = await loadCheckpoint(ckpt_name)
    return { MODEL: parts.model, CLIP: parts.clip, VAE: parts.vae, CLIP_VISION: vision }
  },
})
