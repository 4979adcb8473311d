import { turn } from '../../../engine/tensor/turn.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'

const rotations = ['none', '90 degrees', '180 degrees', '270 degrees'] as const

export default defineNode({
  type: 'LatentRotate',
  title: 'Rotate Latent',
  about: 'Rotates a latent by a multiple of 90 degrees.',
  inputs: { samples: latent, rotation: choice(rotations, { help: 'Clockwise.' }) },
  outputs: { LATENT: latent },

  run({ samples: latent, rotation }) {
    return { LATENT: { ...latent, samples: turn(latent.samples, rotations.indexOf(rotation)) } }
  },
})
