import { withHook } from '../../../../engine/lora/hooks.ts'
import { defineNode } from '../../../define.ts'
import { openModelAsLora } from '../../../pipeline.ts'
import { hooks } from '../../../sockets.ts'
import { hookModel, hookStrength, prevHooks } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookModelAsLoraModelOnly',
  title: 'Create Hook Model as LoRA (MO)',
  about:
    'Selects a checkpoint that takes the place of the UNet’s weights on the prompts it is put on, in full or in part.',
  inputs: {
    ckpt_name: hookModel,
    strength_model: { ...hookStrength, help: '1 is the checkpoint itself, 0.5 halfway to it; keyframes multiply it.' },
    prev_hooks: prevHooks,
  },
  outputs: { HOOKS: hooks },

  async run({ ckpt_name, strength_model: model, prev_hooks }) {
    return { HOOKS: withHook(prev_hooks, { file: await openModelAsLora(ckpt_name), isModel: true, model, clip: 0 }) }
  },
})
