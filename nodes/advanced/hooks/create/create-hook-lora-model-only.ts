import { withHook } from '../../../../engine/lora/hooks.ts'
import { defineNode } from '../../../define.ts'
import { openLora } from '../../../pipeline.ts'
import { hooks } from '../../../sockets.ts'
import { hookLora, hookStrength, prevHooks } from '../hook-widgets.ts'

export default defineNode({
  type: 'CreateHookLoraModelOnly',
  title: 'Create Hook LoRA (MO)',
  about: 'Selects a LoRA for the UNet alone that acts only on the prompts it is put on.',
  inputs: { lora_name: hookLora, strength_model: hookStrength, prev_hooks: prevHooks },
  outputs: { HOOKS: hooks },

  async run({ lora_name, strength_model: model, prev_hooks }) {
    return { HOOKS: withHook(prev_hooks, { file: await openLora(lora_name), model, clip: 0 }) }
  },
})
