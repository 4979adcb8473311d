import { withHook } from '../../../../engine/lora/hooks.ts'
import { defineNode } from '../../../define.ts'
import { openModelAsLora } from '../../../pipeline.ts'
import { hooks } from '../../../sockets.ts'
import { hookModel, hookStrength, prevHooks } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookModelAsLora',
  title: 'Create Hook Model as LoRA',
  about:
    'Selects a checkpoint that takes the place of the model’s weights on the prompts it is put on, in full or in part.',
  inputs: {
    ckpt_name: hookModel,
    strength_model: { ...hookStrength, help: '1 is the checkpoint itself, 0.5 halfway to it; keyframes multiply it.' },
    strength_clip: { ...hookStrength, help: 'The strength for the text encoder; it counts in Set CLIP Hooks.' },
    prev_hooks: prevHooks,
  },
  outputs: { HOOKS: hooks },

  async run({ ckpt_name, strength_model: model, strength_clip: clip, prev_hooks }) {
    return { HOOKS: withHook(prev_hooks, { file: await openModelAsLora(ckpt_name), isModel: true, model, clip }) }
  },
})
