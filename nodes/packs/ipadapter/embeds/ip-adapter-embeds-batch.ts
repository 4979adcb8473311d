import { defineNode } from '../../../define.ts'
import { applyEmbeds } from '../../../pipeline.ts'
import { howOf } from '../how.ts'
import embeds from './ip-adapter-embeds.ts'

export default defineNode({
  type: 'IPAdapterEmbedsBatch',
  title: 'IPAdapter Embeds Batch',
  about: 'Draws each image of a batch like the encoded picture with the same number (IPAdapter plus).',
  formula: embeds.formula!,
  inputs: embeds.inputs,
  outputs: embeds.outputs,

  async run({ model, ipadapter, pos_embed, neg_embed, clip_vision, weight_type: type, weight, ...inputs }, context) {
    const how = { ...howOf(inputs), type, weight, unfold: true }
    const pictures = { drawn: pos_embed, avoided: neg_embed, vision: clip_vision }
    return { MODEL: await applyEmbeds(model, ipadapter, pictures, how, context) }
  },
})
