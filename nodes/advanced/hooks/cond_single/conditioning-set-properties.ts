import { defineNode } from '../../../define.ts'
import { conditioning } from '../../../sockets.ts'
import { properties, withProperties } from '../hook-widgets.ts'

export default defineNode({
  type: 'ConditioningSetProperties',
  title: 'Cond Set Props',
  about: 'Limits a prompt to a mask and to a part of the sampling, and puts hooks on it.',
  inputs: { cond_NEW: conditioning, ...properties },
  outputs: { CONDITIONING: conditioning },
  run: ({ cond_NEW, ...given }) => ({ CONDITIONING: withProperties(cond_NEW, given) }),
})
