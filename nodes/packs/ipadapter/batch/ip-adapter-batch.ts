import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import advanced from '../ip-adapter-advanced.ts'

const { combine_embeds: _, image_negative, attn_mask, clip_vision, ...shared } = advanced.inputs

export default defineNode({
  type: 'IPAdapterBatch',
  title: 'IPAdapter Batch (Adv.)',
  about: 'Draws each image of a batch like the picture with the same number (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    ...shared,
    weight: { ...shared.weight, help: '0 is off. A list over a wire, as of IPAdapter Weights, counts image by image.' },
    encode_batch_size: int({ default: 0, min: 0, max: 4096, help: 'Ignored: pictures are encoded one at a time.' }),
    image_negative,
    attn_mask,
    clip_vision,
  },
  outputs: advanced.outputs,

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const how = {
      type: inputs.weight_type,
      weight: inputs.weight,
      combine: 'concat',
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
      unfold: true,
    } as const
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
