import { cut } from '../../../engine/tensor/cut.ts'
import { defineNode } from '../../define.ts'
import { height, width, x, y } from '../../geometry.ts'
import { latent } from '../../sockets.ts'

const side = { min: 64, step: 8 }

export default defineNode({
  type: 'LatentCrop',
  title: 'Crop Latent',
  about: 'Crops a latent to a rectangle.',
  inputs: { samples: latent, width: width(side), height: height(side), x: x(8), y: y(8) },
  outputs: { LATENT: latent },

  /** As in ComfyUI, the corner is moved so that 64 pixels are left, and the box ends at the latent's edge. */
  run({ samples: latent, width, height, x, y }) {
    const [, , h = 0, w = 0] = latent.samples.dims
    const [left, top] = [corner(x, w), corner(y, h)]
    const box = {
      x: left,
      y: top,
      width: Math.min(Math.floor(width / 8), w - left),
      height: Math.min(Math.floor(height / 8), h - top),
    }
    return { LATENT: { ...latent, samples: cut(latent.samples, 2, box) } }
  },
})

const corner = (pixels: number, side: number): number => Math.max(0, Math.min(Math.floor(pixels / 8), side - 8))
