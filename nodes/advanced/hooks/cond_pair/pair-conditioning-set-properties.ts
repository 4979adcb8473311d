import { defineNode } from '../../../define.ts'
import { conditioning } from '../../../sockets.ts'
import { properties, withProperties } from '../hook-widgets.ts'

export default defineNode({
  type: 'PairConditioningSetProperties',
  title: 'Cond Pair Set Props',
  about: 'Limits a prompt and its negative prompt to a mask and to a part of the sampling, and puts hooks on both.',
  inputs: { positive_NEW: conditioning, negative_NEW: conditioning, ...properties },
  outputs: { positive: conditioning, negative: conditioning },
  run: ({ positive_NEW, negative_NEW, ...given }) => ({
    positive: withProperties(positive_NEW, given),
    negative: withProperties(negative_NEW, given),
  }),
})
