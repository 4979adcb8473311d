import { roundHalfEven } from '../../engine/tensor/round-half-even.ts'
import { choice, float, int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { whole } from '../sockets.ts'

const ratios = {
  '1:1 (Square)': [1, 1],
  '2:3 (Portrait Photo)': [2, 3],
  '3:2 (Photo)': [3, 2],
  '3:4 (Portrait Standard)': [3, 4],
  '4:3 (Standard)': [4, 3],
  '9:16 (Portrait Widescreen)': [9, 16],
  '16:9 (Widescreen)': [16, 9],
  '21:9 (Ultrawide)': [21, 9],
} as const

export default defineNode({
  type: 'ResolutionSelector',
  title: 'Resolution Selector',
  about: 'Computes a width and a height from proportions and a number of pixels, for an empty latent.',
  inputs: {
    aspect_ratio: choice(
      [
        '1:1 (Square)',
        '2:3 (Portrait Photo)',
        '3:2 (Photo)',
        '3:4 (Portrait Standard)',
        '4:3 (Standard)',
        '9:16 (Portrait Widescreen)',
        '16:9 (Widescreen)',
        '21:9 (Ultrawide)',
      ],
      { help: 'Width to height.' },
    ),
    megapixels: float({
      default: 1,
      min: 0.1,
      max: 16,
      step: 0.1,
      help: '1 is 1024 × 1024 pixels, the size that SDXL was trained on; SD 1.x was trained on 0.25.',
    }),
    multiple: int({ default: 8, min: 8, max: 128, step: 4, help: 'Both sides are rounded to a multiple of this.' }),
  },
  outputs: { width: whole, height: whole },

  run({ aspect_ratio, megapixels, multiple }) {
    const [across, down] = ratios[aspect_ratio]
    const scale = Math.sqrt((megapixels * 1024 * 1024) / (across * down))
    const rounded = (side: number) => roundHalfEven((side * scale) / multiple) * multiple
    return { width: rounded(across), height: rounded(down) }
  },
})
