import { withHook } from '../../../../engine/lora/hooks.ts'
import { defineNode } from '../../../define.ts'
import { openLora } from '../../../pipeline.ts'
import { hooks } from '../../../sockets.ts'
import { hookLora, hookStrength, prevHooks } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookLora',
  title: 'Create Hook LoRA',
  about:
    'Selects a LoRA that acts only on the prompts it is put on, with a strength that may change during the sampling.',
  inputs: {
    lora_name: hookLora,
    strength_model: hookStrength,
    strength_clip: { ...hookStrength, help: 'The strength for the text encoder; it counts in Set CLIP Hooks.' },
    prev_hooks: prevHooks,
  },
  outputs: { HOOKS: hooks },

  async run({ lora_name, strength_model: model, strength_clip: clip, prev_hooks }) {
    return { HOOKS: withHook(prev_hooks, { file: await openLora(lora_name), model, clip }) }
  },
})
