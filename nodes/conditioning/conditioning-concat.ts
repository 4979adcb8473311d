import { bothLoras } from '../../engine/lora/use.ts'
import { joinChannels } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'

export default defineNode({
  type: 'ConditioningConcat',
  title: 'Conditioning (Concat)',
  about: 'Puts one encoded prompt behind another, so that words of the first do not colour those of the second.',
  inputs: {
    conditioning_to: { ...conditioning, help: 'Comes first and keeps its settings.' },
    conditioning_from: { ...conditioning, help: 'Its first prompt is put behind.' },
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning_to, conditioning_from: [from] }) {
    if (!from) return { CONDITIONING: conditioning_to }
    return {
      CONDITIONING: conditioning_to.map(to => ({
        ...to,
        embedding: joinChannels(to.embedding, from.embedding),
        ...bothLoras(to, from),
      })),
    }
  },
})
