import { defineNode } from '../../../define.ts'
import { conditioning } from '../../../sockets.ts'
import { properties, withProperties } from '../hook-widgets.ts'

export default defineNode({
  type: 'PairConditioningSetPropertiesAndCombine',
  title: 'Cond Pair Set Props Combine',
  about:
    'Limits a pair of prompts to a mask and a part of the sampling, puts hooks on it, and joins it to another pair.',
  inputs: {
    positive: conditioning,
    negative: conditioning,
    positive_NEW: conditioning,
    negative_NEW: conditioning,
    ...properties,
  },
  outputs: { positive: conditioning, negative: conditioning },
  run: ({ positive, negative, positive_NEW, negative_NEW, ...given }) => ({
    positive: [...positive, ...withProperties(positive_NEW, given)],
    negative: [...negative, ...withProperties(negative_NEW, given)],
  }),
})
