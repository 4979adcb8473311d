import { combineHooks } from '../../../../engine/lora/hooks.ts'
import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hooks } from '../../../sockets.ts'

const group = optional(hooks)

export default defineNode({
  type: 'CombineHooks4',
  title: 'Combine Hooks [4]',
  about: 'Joins up to four groups of hooks; a hook that is in several of them counts once.',
  inputs: { hooks_A: group, hooks_B: group, hooks_C: group, hooks_D: group },
  outputs: { HOOKS: hooks },
  run: groups => ({ HOOKS: combineHooks(...Object.values(groups)) }),
})
