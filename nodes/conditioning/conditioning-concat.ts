import { bothLoras } from '../../engine/lora/use.ts'
import { joinChannels } from '../../engine/tensor/tensor.ts'
import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'

export default defineNode({
  type: 'ConditioningConcat',
  title: 'Conditioning (Concat)',
  about: 'Appends one encoded prompt to another, so that the words of one do not influence the words of the other.',
  inputs: {
    conditioning_to: { ...conditioning, help: 'The first part. Its settings are kept.' },
    conditioning_from: { ...conditioning, help: 'The part that is appended. Only its first prompt is used.' },
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
