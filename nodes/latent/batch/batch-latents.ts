import { growing } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { latent } from '../../sockets.ts'
import latentBatch from './latent-batch.ts'

export default defineNode({
  type: 'BatchLatentsNode',
  title: 'Batch Latents',
  about: 'Joins batches of latents. All are resized to the first, whose noise mask is kept.',
  inputs: growing('latents', { prefix: 'latent', max: 50 }, latent),
  outputs: { LATENT: latent },

  async run(inputs, context) {
    const [first, ...rest] = Object.values(inputs).filter(each => each !== undefined)
    let joined = first!
    for (const samples2 of rest) joined = (await latentBatch.run({ samples1: joined, samples2 }, context)).LATENT
    return { LATENT: joined }
  },
})
