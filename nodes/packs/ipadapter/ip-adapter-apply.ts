import { RangeInputError } from '../../../engine/errors.ts'
import { ipAdapterFormula } from '../../../engine/pipeline/patches/ip-adapter.ts'
import { choice, float, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import { clipVision, image } from '../../sockets.ts'
import simple from './ip-adapter.ts'

const { model, ipadapter, weight, start_at, end_at, attn_mask } = simple.inputs
const scalings = { original: 'V only', linear: 'K+V', 'channel penalty': 'K+mean(V) w/ C penalty' } as const

export default defineNode({
  type: 'IPAdapterApply',
  title: 'Apply IPAdapter',
  about: 'The older form of IPAdapter Advanced, for workflows from before March 2024 (IPAdapter plus).',
  formula: ipAdapterFormula,
  inputs: {
    ipadapter,
    clip_vision: { ...clipVision, help: 'The encoder of the adapter.' },
    image,
    model,
    weight,
    noise: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Only 0 is possible here; use IPAdapter Noise and image_negative of IPAdapter Advanced instead.',
    }),
    weight_type: choice(['original', 'linear', 'channel penalty'], {
      help: 'What the weight multiplies: the result, keys and values, or keys and the mean of the values.',
    }),
    start_at,
    end_at,
    unfold_batch: toggle({
      default: false,
      help: 'Draws each image of a batch like the picture with the same number.',
    }),
    attn_mask,
  },
  outputs: simple.outputs,

  async run(inputs, context) {
    if (inputs.noise > 0)
      throw new RangeInputError(
        'Set noise to 0: instead, connect a picture of IPAdapter Noise (shuffle) to image_negative of IPAdapter Advanced.',
      )
    const how = {
      type: 'linear',
      weight: inputs.weight,
      combine: 'concat',
      scaling: scalings[inputs.weight_type],
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
      unfold: inputs.unfold_batch,
    } as const
    const pictures = { image: inputs.image, vision: inputs.clip_vision }
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
