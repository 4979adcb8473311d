import { choice, file, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadClip } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'DualCLIPLoader',
  title: 'DualCLIPLoader',
  about: 'Loads SDXL’s two text encoders, CLIP-L and CLIP-G, from their own files.',
  inputs: {
    clip_name1: file('text_encoders', { help: 'CLIP-L or CLIP-G: the encoder type is detected.' }),
    clip_name2: file('text_encoders', { help: 'The other of the two.' }),
    type: choice(['sdxl', 'sd3', 'flux', 'hunyuan_video', 'hidream', 'hunyuan_image'], {
      help: 'Ignored: only SDXL’s pair runs here. Kept for ComfyUI’s workflows.',
    }),
    device: optional(
      choice(['default', 'cpu'], {
        help: 'Ignored: the encoders run on the device of the models. Kept for ComfyUI’s workflows.',
      }),
    ),
  },
  outputs: { CLIP: clip },
  run: async ({ clip_name1, clip_name2 }) => ({ CLIP: await loadClip(clip_name1, clip_name2) }),
})
