import { choice, file, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadClip } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'CLIPLoader',
  title: 'Load CLIP',
  about: 'Loads a text encoder from its own file: CLIP-L for SD 1.x, CLIP-H for SD 2.x, CLIP-G for SDXL’s refiner.',
  inputs: {
    clip_name: file('text_encoders', {
      help: 'A file of models/text_encoders or models/clip. The encoder type is detected.',
    }),
    type: choice(
      [
        'stable_diffusion',
        'stable_cascade',
        'sd3',
        'stable_audio',
        'mochi',
        'ltxv',
        'pixart',
        'cosmos',
        'lumina2',
        'wan',
        'hidream',
        'chroma',
        'ace',
        'omnigen2',
        'qwen_image',
        'hunyuan_image',
      ],
      {
        help: 'Ignored: the encoder type is detected, and only those of Stable Diffusion run here. Kept for ComfyUI’s workflows.',
      },
    ),
    device: optional(
      choice(['default', 'cpu'], {
        help: 'Ignored: the encoder runs on the device of the models. Kept for ComfyUI’s workflows.',
      }),
    ),
  },
  outputs: { CLIP: clip },
  run: async ({ clip_name }) => ({ CLIP: await loadClip(clip_name) }),
})
