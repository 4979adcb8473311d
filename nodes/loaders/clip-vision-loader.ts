import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { loadClipVision } from '../pipeline.ts'
import { clipVision } from '../sockets.ts'

export default defineNode({
  type: 'CLIPVisionLoader',
  title: 'Load CLIP Vision',
  about: 'Loads a picture encoder of CLIP, for nodes that work with a picture instead of a prompt.',
  inputs: {
    clip_name: file('clip_vision', { help: 'A file of models/clip_vision: ViT-L, ViT-H or ViT-bigG.' }),
  },
  outputs: { CLIP_VISION: clipVision },

  async run({ clip_name }) {
    return { CLIP_VISION: await loadClipVision(clip_name) }
  },
})
