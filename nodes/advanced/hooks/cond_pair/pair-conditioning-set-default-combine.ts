import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, hooks } from '../../../sockets.ts'
import { asDefault } from '../hook-widgets.ts'

export default defineNode({
  type: 'PairConditioningSetDefaultCombine',
  title: 'Cond Pair Set Default Combine',
  about: 'Adds a pair of prompts that counts where masks leave the other prompts no effect.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    positive_DEFAULT: conditioning,
    negative_DEFAULT: conditioning,
    hooks: optional(hooks),
  },
  outputs: { positive: conditioning, negative: conditioning },
  run: ({ positive, negative, positive_DEFAULT, negative_DEFAULT, hooks }) => ({
    positive: [...positive, ...asDefault(positive_DEFAULT, hooks)],
    negative: [...negative, ...asDefault(negative_DEFAULT, hooks)],
  }),
})
