import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { hookKeyframes, hooks } from '../../../sockets.ts'

export default defineNode({
  type: 'SetHookKeyframes',
  title: 'Set Hook Keyframes',
  about: 'Makes the strength of hooks change during the sampling, as keyframes say; it replaces keyframes they had.',
  inputs: { hooks, hook_kf: optional(hookKeyframes) },
  outputs: { HOOKS: hooks },
  run: ({ hooks, hook_kf: keyframes }) => ({
    HOOKS: keyframes ? hooks.map(hook => ({ ...hook, keyframes })) : hooks,
  }),
})
