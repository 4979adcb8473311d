import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { clip, conditioning, model } from '../../../sockets.ts'
import { sdxlTuple } from './sdxl-tuple.ts'

export default defineNode({
  type: 'Unpack SDXL Tuple',
  title: 'Unpack SDXL Tuple',
  about: 'Takes SDXL’s base model and refiner with their prompts apart (Efficiency Nodes).',
  inputs: { sdxl_tuple: sdxlTuple },
  outputs: {
    BASE_MODEL: model,
    BASE_CLIP: clip,
    'BASE_CONDITIONING+': conditioning,
    'BASE_CONDITIONING-': conditioning,
    REFINER_MODEL: optional(model),
    REFINER_CLIP: optional(clip),
    'REFINER_CONDITIONING+': optional(conditioning),
    'REFINER_CONDITIONING-': optional(conditioning),
  },

  run: ({ sdxl_tuple: { base, refiner } }) => ({
    BASE_MODEL: base.model,
    BASE_CLIP: base.clip,
    'BASE_CONDITIONING+': base.positive,
    'BASE_CONDITIONING-': base.negative,
    REFINER_MODEL: refiner?.model,
    REFINER_CLIP: refiner?.clip,
    'REFINER_CONDITIONING+': refiner?.positive,
    'REFINER_CONDITIONING-': refiner?.negative,
  }),
})
