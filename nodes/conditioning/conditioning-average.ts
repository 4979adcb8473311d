import { bothLoras } from '../../engine/lora/use.ts'
import { mix, ShapeError, type Tensor } from '../../engine/tensor/tensor.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'

export default defineNode({
  type: 'ConditioningAverage',
  title: 'ConditioningAverage',
  about: 'Averages two encoded prompts.',
  inputs: {
    conditioning_to: conditioning,
    conditioning_from: { ...conditioning, help: 'Only its first prompt is used.' },
    conditioning_to_strength: float({
      default: 1,
      min: 0,
      max: 1,
      step: 0.01,
      help: '1 is conditioning_to only, 0 is conditioning_from only.',
    }),
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning_to, conditioning_from: [from], conditioning_to_strength: s }) {
    if (!from) return { CONDITIONING: conditioning_to }
    const blend = (to: Tensor, other: Tensor) => mix([s, to], [1 - s, likeLength(other, to)])
    const CONDITIONING = conditioning_to.map(to => {
      const pooled = from.pooled && blend(to.pooled ?? from.pooled, from.pooled)
      return {
        ...to,
        embedding: blend(to.embedding, from.embedding),
        ...(pooled && { pooled }),
        ...bothLoras(to, from),
      }
    })
    return { CONDITIONING }
  },
})

/** Cut, or padded with zeros, to as many tokens as `like` has. */
function likeLength({ dims, data }: Tensor, like: Tensor): Tensor {
  if (dims.at(-1) !== like.dims.at(-1))
    throw new ShapeError(
      `Prompts of different models cannot be averaged: their dimensions are [${dims}] and [${like.dims}].`,
    )
  const fitted = new Float32Array(like.data.length)
  fitted.set(data.subarray(0, fitted.length))
  return { dims: like.dims, data: fitted }
}
