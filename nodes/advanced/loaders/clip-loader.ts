import { choice, file, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadClip } from '../../pipeline.ts'
import { clip } from '../../sockets.ts'

export default defineNode({
  type: 'CLIPLoader',
  title: 'Load CLIP',
  about:
    'Opens a text encoder from a file of its own: CLIP-L for SD 1.x, CLIP-H for SD 2.x, CLIP-G for SDXL’s refiner.',
  inputs: {
    clip_name: file('text_encoders', {
      help: 'A file of models/text_encoders or models/clip. What it is, it says itself.',
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
      { help: 'Kept for ComfyUI’s workflows. Only Stable Diffusion’s encoders can be opened here, under any name.' },
    ),
    device: optional(
      choice(['default', 'cpu'], { help: 'Kept for ComfyUI’s workflows: it runs where the models run.' }),
    ),
  },
  outputs: { CLIP: clip },
  run: async ({ clip_name }) => ({ CLIP: await loadClip(clip_name) }),
})
