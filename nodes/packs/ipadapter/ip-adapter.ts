import { ipAdapterFormula } from '../../../engine/pipeline/patches/ip-adapter.ts'
import { choice, floats } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import advanced from './ip-adapter-advanced.ts'

const { model, ipadapter, image, start_at, end_at, attn_mask } = advanced.inputs
const types = {
  standard: 'linear',
  'prompt is more important': 'ease out',
  'style transfer': 'style transfer',
} as const

export default defineNode({
  type: 'IPAdapter',
  title: 'IPAdapter',
  about: 'Makes the model draw like a picture, with the settings that matter most (IPAdapter plus).',
  formula: ipAdapterFormula,
  inputs: {
    model,
    ipadapter,
    image,
    weight: floats({
      default: 1,
      min: -1,
      max: 3,
      step: 0.05,
      help: '0 is off, 0.8 leaves room for the prompt. A change neither reloads the model nor encodes the picture again.',
    }),
    start_at,
    end_at,
    weight_type: choice(['standard', 'prompt is more important', 'style transfer'], {
      help: 'style transfer takes over colours and manner, and leaves the content to the prompt.',
    }),
    attn_mask,
  },
  outputs: advanced.outputs,

  run({ weight_type, ...inputs }, context) {
    const others = { image_negative: undefined, clip_vision: undefined }
    const how = { combine_embeds: 'concat', embeds_scaling: 'V only', weight_type: types[weight_type] } as const
    return advanced.run({ ...inputs, ...others, ...how }, context)
  },
})
