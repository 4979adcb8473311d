import { readLatent } from '../../engine/checkpoint/files/latent-file.ts'
import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LoadLatent',
  title: 'LoadLatent',
  about: 'Loads a latent that SaveLatent saved.',
  inputs: {
    latent: file('latents', { help: 'A .latent file of the input folder. Copy it there from the output folder.' }),
  },
  outputs: { LATENT: latent },

  async run({ latent }) {
    return { LATENT: { samples: await readLatent(latent.path) } }
  },
})
