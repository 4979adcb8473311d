import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { conditioning } from '../../sockets.ts'
import { applyControlNets, controlNetStack } from '../control-net-stack.ts'

export default defineNode({
  type: 'Apply ControlNet Stack',
  title: 'Apply ControlNet Stack',
  about: 'Makes the result follow the reference images of a stack (Efficiency Nodes).',
  inputs: { positive: conditioning, negative: conditioning, cnet_stack: optional(controlNetStack) },
  outputs: { 'CONDITIONING+': conditioning, 'CONDITIONING-': conditioning },

  async run({ positive, negative, cnet_stack = [] }) {
    return {
      'CONDITIONING+': await applyControlNets(positive, cnet_stack),
      'CONDITIONING-': await applyControlNets(negative, cnet_stack),
    }
  },
})
