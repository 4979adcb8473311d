import { defineNode } from '../../../define.ts'
import { clip, conditioning, model } from '../../../sockets.ts'
import { sdxlTuple } from './sdxl-tuple.ts'

export default defineNode({
  type: 'Pack SDXL Tuple',
  title: 'Pack SDXL Tuple',
  about: 'Puts SDXL’s base model and refiner with their prompts on one wire (Efficiency Nodes).',
  inputs: {
    base_model: model,
    base_clip: clip,
    base_positive: conditioning,
    base_negative: conditioning,
    refiner_model: model,
    refiner_clip: clip,
    refiner_positive: conditioning,
    refiner_negative: conditioning,
  },
  outputs: { SDXL_TUPLE: sdxlTuple },

  run: ({ refiner_model, refiner_clip, refiner_positive, refiner_negative, ...base }) => ({
    SDXL_TUPLE: {
      base: {
        model: base.base_model,
        clip: base.base_clip,
        positive: base.base_positive,
        negative: base.base_negative,
      },
      refiner: { model: refiner_model, clip: refiner_clip, positive: refiner_positive, negative: refiner_negative },
    },
  }),
})
