import { defineNode } from '../../../define.ts'
import { conditioning } from '../../../sockets.ts'
import { properties, withProperties } from '../hook-widgets.ts'

export default defineNode({
  type: 'ConditioningSetPropertiesAndCombine',
  title: 'Cond Set Props Combine',
  about: 'Limits a prompt to a mask and to a part of the sampling, puts hooks on it, and joins it to another prompt.',
  inputs: { cond: conditioning, cond_NEW: conditioning, ...properties },
  outputs: { CONDITIONING: conditioning },
  run: ({ cond, cond_NEW, ...given }) => ({ CONDITIONING: [...cond, ...withProperties(cond_NEW, given)] }),
})
