import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, hooks } from '../../../sockets.ts'
import { asDefault } from '../hook-widgets.ts'

export default defineNode({
  type: 'ConditioningSetDefaultCombine',
  title: 'Cond Set Default Combine',
  about: 'Adds a prompt that counts where masks leave the other prompts no effect.',
  inputs: { cond: conditioning, cond_DEFAULT: conditioning, hooks: optional(hooks) },
  outputs: { CONDITIONING: conditioning },
  run: ({ cond, cond_DEFAULT, hooks }) => ({ CONDITIONING: [...cond, ...asDefault(cond_DEFAULT, hooks)] }),
})
