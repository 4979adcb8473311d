import type { Image } from '../../engine/image/image.ts'
import type { Latent } from '../../engine/pipeline/types.ts'
import type { Tensor } from '../../engine/tensor/tensor.ts'
import { growing, socket } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import batchImages from '../image/batch/batch-images.ts'
import batchLatents from '../latent/batch/batch-latents.ts'
import batchMasks from '../mask/batch-masks.ts'

const any = socket<Tensor | Latent>('IMAGE,MASK,LATENT', 'Pictures, masks or latents; all of one kind.')

export default defineNode({
  type: 'BatchImagesMasksLatentsNode',
  title: 'Batch Images/Masks/Latents',
  about: 'Joins batches of pictures, of masks or of latents. All get the size of the first.',
  inputs: growing('inputs', { prefix: 'input', max: 50 }, any),
  outputs: { 'IMAGE,MASK,LATENT': any },

  async run(inputs, context) {
    const given = Object.values(inputs).filter(each => each !== undefined)
    const kinds = new Set(
      given.map(each => ('samples' in each ? 'latents' : each.dims.length === 3 ? 'masks' : 'pictures')),
    )
    if (kinds.size > 1) throw new Error(`${[...kinds].join(' and ')} cannot be joined: connect inputs of one kind.`)
    const named = (prefix: string) => Object.fromEntries(given.map((each, i) => [`${prefix}s.${prefix}${i}`, each]))
    const [kind] = kinds
    if (kind === 'latents')
      return {
        'IMAGE,MASK,LATENT': (await batchLatents.run(named('latent') as Record<string, Latent>, context)).LATENT,
      }
    if (kind === 'masks')
      return { 'IMAGE,MASK,LATENT': (await batchMasks.run(named('mask') as Record<string, Tensor>, context)).MASK }
    return { 'IMAGE,MASK,LATENT': (await batchImages.run(named('image') as Record<string, Image>, context)).IMAGE }
  },
})
