import { readLatent } from '../../engine/checkpoint/files/latent-file.ts'
import { file } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { latent } from '../sockets.ts'

export default defineNode({
  type: 'LoadLatent',
  title: 'LoadLatent',
  about: 'Opens a latent that SaveLatent wrote.',
  inputs: { latent: file('latents', { help: 'A .latent file in the input folder; copy it there from the output.' }) },
  outputs: { LATENT: latent },

  async run({ latent }) {
    return { LATENT: { samples: await readLatent(latent.path) } }
  },
})
