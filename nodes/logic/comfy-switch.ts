import { optional, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { anything } from '../sockets.ts'

export default defineNode({
  type: 'ComfySwitchNode',
  title: 'Switch',
  about: 'Passes on one of two inputs; what only the other one needs does not run.',
  inputs: {
    switch: toggle({
      default: false,
      help: 'Off passes on on_false, on passes on on_true. If only one is connected, it is that one.',
    }),
    on_false: optional(anything),
    on_true: optional(anything),
  },
  outputs: { output: anything },
  branch: { by: 'switch', inputs: { false: 'on_false', true: 'on_true' } },

  run({ switch: isOn, on_false, on_true }) {
    if (on_false === undefined && on_true === undefined)
      throw new Error('Nothing is connected to the switch: connect on_false, on_true or both.')
    return { output: (isOn ? on_true : on_false) ?? on_true ?? on_false }
  },
})
