import { tangentialDamping } from '../../../engine/pipeline/guidance/tcfg.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'TCFG',
  title: 'Tangential Damping CFG',
  about: 'Removes from the negative prediction what points across the positive one.',
  formula: tangentialDamping,
  inputs: {
    model,
  },
  outputs: { patched_model: model },
  run: ({ model }) => ({ patched_model: patched(model, { kind: 'tcfg' }) }),
})
