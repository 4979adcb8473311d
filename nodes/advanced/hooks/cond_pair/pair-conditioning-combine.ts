import { defineNode } from '../../../define.ts'
import { conditioning } from '../../../sockets.ts'

export default defineNode({
  type: 'PairConditioningCombine',
  title: 'Cond Pair Combine',
  about: 'Joins two pairs of prompts: the model is evaluated with each, and the results are averaged.',
  inputs: {
    positive_A: conditioning,
    negative_A: conditioning,
    positive_B: conditioning,
    negative_B: conditioning,
  },
  outputs: { positive: conditioning, negative: conditioning },
  run: ({ positive_A, negative_A, positive_B, negative_B }) => ({
    positive: [...positive_A, ...positive_B],
    negative: [...negative_A, ...negative_B],
  }),
})
