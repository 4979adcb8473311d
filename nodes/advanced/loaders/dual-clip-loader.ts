import { choice, file, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadClip } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'DualCLIPLoader',
  title: 'DualCLIPLoader',
  about: 'Opens SDXL’s two text encoders, CLIP-L and CLIP-G, from files of their own.',
  inputs: {
    clip_name1: file('text_encoders', { help: 'One of the two, in any order: what each is, it says itself.' }),
    clip_name2: file('text_encoders', { help: 'The other one.' }),
    type: choice(['sdxl', 'sd3', 'flux', 'hunyuan_video', 'hidream', 'hunyuan_image'], {
      help: 'Kept for ComfyUI’s workflows. Only SDXL’s pair can be opened here.',
    }),
    device: optional(
      choice(['default', 'cpu'], { help: 'Kept for ComfyUI’s workflows: they run where the models run.' }),
    ),
  },
  outputs: { CLIP: clip },
  run: async ({ clip_name1, clip_name2 }) => ({ CLIP: await loadClip(clip_name1, clip_name2) }),
})
