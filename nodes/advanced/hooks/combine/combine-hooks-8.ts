import { combineHooks } from '../../../../engine/lora/hooks.ts'
import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hooks } from '../../../sockets.ts'

const group = optional(hooks)

export default defineNode({
  type: 'CombineHooks8',
  title: 'Combine Hooks [8]',
  about: 'Joins up to eight groups of hooks; a hook that is in several of them counts once.',
  inputs: {
    hooks_A: group,
    hooks_B: group,
    hooks_C: group,
    hooks_D: group,
    hooks_E: group,
    hooks_F: group,
    hooks_G: group,
    hooks_H: group,
  },
  outputs: { HOOKS: hooks },
  run: groups => ({ HOOKS: combineHooks(...Object.values(groups)) }),
})
