import { ipAdapterFormula } from '../../../../engine/pipeline/patches/ip-adapter.ts'
import { optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { applyEmbeds } from '../../../pipeline.ts'
import { embeds } from '../../../sockets.ts'
import simple from '../ip-adapter.ts'
import advanced from '../ip-adapter-advanced.ts'

const { model, ipadapter, weight_type, start_at, end_at, embeds_scaling, attn_mask, clip_vision } = advanced.inputs

export default defineNode({
  type: 'IPAdapterEmbeds',
  title: 'IPAdapter Embeds',
  about: 'Makes the model draw like pictures that are encoded already (IPAdapter plus).',
  formula: ipAdapterFormula,
  inputs: {
    model,
    ipadapter,
    pos_embed: embeds,
    weight: simple.inputs.weight,
    weight_type,
    start_at,
    end_at,
    embeds_scaling,
    neg_embed: optional({ ...embeds, help: 'What to avoid; by default none.' }),
    attn_mask,
    clip_vision,
  },
  outputs: advanced.outputs,

  async run({ model, ipadapter, pos_embed, neg_embed, clip_vision, ...inputs }, context) {
    const how = {
      type: inputs.weight_type,
      weight: inputs.weight,
      combine: 'concat',
      scaling: inputs.embeds_scaling,
      mask: inputs.attn_mask,
      range: { start: inputs.start_at, end: inputs.end_at },
    } as const
    const pictures = { drawn: pos_embed, avoided: neg_embed, vision: clip_vision }
    return { MODEL: await applyEmbeds(model, ipadapter, pictures, how, context) }
  },
})
