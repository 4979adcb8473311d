import { optional, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { clip, hooks } from '../../../sockets.ts'

export default defineNode({
  type: 'SetClipHooks',
  title: 'Set CLIP Hooks',
  about: 'Puts hooks on the text encoder and on every prompt that is encoded with it.',
  inputs: {
    clip,
    apply_to_conds: toggle({
      default: true,
      help: 'On: the hooks also act on the UNet while it follows these prompts. Off: on the text encoder only.',
    }),
    schedule_clip: toggle({
      default: false,
      help: 'On: keyframes count for the text encoder too, and a prompt is encoded once for each of them.',
    }),
    hooks: optional(hooks),
  },
  outputs: { CLIP: clip },
  run: ({ clip, apply_to_conds: onPrompts, schedule_clip: scheduled, hooks }) => ({
    CLIP: hooks ? { ...clip, hooked: { hooks, onPrompts, scheduled } } : clip,
  }),
})
