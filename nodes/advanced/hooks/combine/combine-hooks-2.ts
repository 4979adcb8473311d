import { combineHooks } from '../../../../engine/lora/hooks.ts'
import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hooks } from '../../../sockets.ts'

const group = optional(hooks)

export default defineNode({
  type: 'CombineHooks2',
  title: 'Combine Hooks [2]',
  about: 'Joins up to two groups of hooks; a hook that is in several of them counts once.',
  inputs: { hooks_A: group, hooks_B: group },
  outputs: { HOOKS: hooks },
  run: groups => ({ HOOKS: combineHooks(...Object.values(groups)) }),
})
