import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'
import latentBatch from './latent-batch.ts'

const more = optional(latent)

/** ComfyUI shows one input more than are connected, of up to 50. */
export default defineNode({
  type: 'BatchLatentsNode',
  title: 'Batch Latents',
  about: 'Joins batches of latents. All are resized to the first, whose noise mask is kept.',
  inputs: {
    'latents.latent0': latent,
    'latents.latent1': latent,
    'latents.latent2': more,
    'latents.latent3': more,
    'latents.latent4': more,
    'latents.latent5': more,
    'latents.latent6': more,
    'latents.latent7': more,
  },
  outputs: { LATENT: latent },

  async run(inputs, context) {
    const { 'latents.latent0': first, ...rest } = inputs
    let joined = first
    for (const samples2 of Object.values(rest))
      if (samples2) joined = (await latentBatch.run({ samples1: joined, samples2 }, context)).LATENT
    return { LATENT: joined }
  },
})
