import { weightTypeFormula, weightTypes } from '../../../engine/pipeline/ip-adapter/weight-types.ts'
import { embedsScalings } from '../../../engine/pipeline/patches/ip-adapter.ts'
import { choice, float, floats, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { applyPictures } from '../../pipeline.ts'
import { clipVision, image, ipAdapter, mask, model } from '../../sockets.ts'

export default defineNode({
  type: 'IPAdapterAdvanced',
  title: 'IPAdapter Advanced',
  about: 'Makes the model draw like a picture, by its style, its composition or both (IPAdapter plus).',
  formula: weightTypeFormula,
  inputs: {
    model,
    ipadapter: ipAdapter,
    image: { ...image, help: 'The picture to draw like; several as a batch. Its middle square counts.' },
    weight: floats({
      default: 1,
      min: -1,
      max: 5,
      step: 0.05,
      help: '0 is off, 0.8 leaves room for the prompt. A change neither reloads the model nor encodes the picture again.',
    }),
    weight_type: choice(weightTypes, {
      help: 'Where in the network the picture counts. linear: everywhere; style transfer: colours and manner; composition: layout.',
    }),
    combine_embeds: choice(['concat', 'add', 'subtract', 'average', 'norm average'], {
      help: 'How several pictures become one; concat keeps them all, which takes a little longer.',
    }),
    start_at: float({ default: 0, min: 0, max: 1, step: 0.001, help: 'When it begins: 0 is the first step.' }),
    end_at: float({ default: 1, min: 0, max: 1, step: 0.001, help: 'When it ends: 1 is after the last step.' }),
    embeds_scaling: choice(embedsScalings, {
      help: 'What the weight multiplies. K+mean(V) w/ C penalty follows the prompt best at weights above 1.',
    }),
    image_negative: optional({ ...image, help: 'A picture to avoid; by default none.' }),
    attn_mask: optional({ ...mask, help: 'Where in the picture it counts; in the proportions of the latent.' }),
    clip_vision: optional({ ...clipVision, help: 'The encoder of the adapter, where its loader has none.' }),
  },
  outputs: { MODEL: model },

  async run(inputs, context) {
    const pictures = { image: inputs.image, negative: inputs.image_negative, vision: inputs.clip_vision }
    const how = {
      type: inputs.weight_type,
      weight: inputs.weight,
      combine: inputs.combine_embeds,
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    }
    return { MODEL: await applyPictures(inputs.model, inputs.ipadapter, pictures, how, context) }
  },
})
