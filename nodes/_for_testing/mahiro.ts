import { mahiroGuidance } from '../../engine/pipeline/guidance/mahiro.ts'
import { patched } from '../../engine/pipeline/types.ts'
import { defineNode } from '../define.ts'
import { model } from '../sockets.ts'

export default defineNode({
  type: 'Mahiro',
  title: 'Mahiro is so cute that she deserves a better guidance function!! (。・ω・。)',
  about: 'Follows the direction of the positive prompt more than its difference from the negative one.',
  formula: mahiroGuidance,
  inputs: {
    model,
  },
  outputs: { patched_model: model },
  run: ({ model }) => ({ patched_model: patched(model, { kind: 'mahiro' }) }),
})
