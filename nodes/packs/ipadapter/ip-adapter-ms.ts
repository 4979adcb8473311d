import { parseLayerWeights, weightTypeFormula } from '../../../engine/pipeline/ip-adapter/weight-types.ts'
import { float, optional, socket, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import advanced from './ip-adapter-advanced.ts'

const { model, ipadapter, image, weight, weight_type, ...more } = advanced.inputs
const { image_negative, attn_mask, clip_vision, ...required } = more

export default defineNode({
  type: 'IPAdapterMS',
  title: 'IPAdapter Mad Scientist',
  about:
    'Makes the model draw like a picture, with a weight of your own for each part of the network (IPAdapter plus).',
  formula: weightTypeFormula,
  inputs: {
    ...{ model, ipadapter, image, weight },
    weight_faceidv2: float({
      default: 1,
      min: -1,
      max: 5,
      step: 0.05,
      help: 'Ignored: for FaceID, which is not here.',
    }),
    weight_type,
    ...required,
    layer_weights: text({
      multiline: true,
      verbatim: true,
      help: 'Factors of the weight by transformer, as in 3:1, 6:0.5; the others are off. SD 1.x has 0 to 15, SDXL 0 to 10. Empty: as the type says.',
    }),
    ...{ image_negative, attn_mask, clip_vision },
    insightface: optional(socket<unknown>('INSIGHTFACE', 'The face network of FaceID, which is not here.')),
  },
  outputs: advanced.outputs,

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const layers = parseLayerWeights(inputs.layer_weights)
    const keepsType = !layers || inputs.weight_type.endsWith('precise')
    const how = {
      type: keepsType ? inputs.weight_type : 'linear',
      weight: inputs.weight,
      ...(layers && { layers }),
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    } as const
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
