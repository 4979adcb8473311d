import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import { ipAdapterParams } from '../../../sockets.ts'
import { howOf, picturesOf } from '../how.ts'
import advanced from '../ip-adapter-advanced.ts'

const { model, ipadapter, combine_embeds, embeds_scaling, image_negative, clip_vision } = advanced.inputs

export default defineNode({
  type: 'IPAdapterFromParams',
  title: 'IPAdapter from Params',
  about: 'Makes parts of the result look like pictures of their own, one adapter for all (IPAdapter plus).',
  formula: advanced.formula!,
  inputs: {
    model,
    ipadapter,
    ipadapter_params: ipAdapterParams,
    combine_embeds,
    embeds_scaling,
    image_negative,
    clip_vision,
  },
  outputs: advanced.outputs,

  async run({ model, ipadapter, ipadapter_params, ...inputs }, context) {
    let changed = model
    for (const { image, mask, weight, type, range } of ipadapter_params) {
      const asked = { ...inputs, attn_mask: mask, start_at: range.start, end_at: range.end }
      const pictures = picturesOf({ ...inputs, image })
      changed = await applyPictures(changed, ipadapter, pictures, { ...howOf(asked), type, weight }, context)
    }
    return { MODEL: changed }
  },
})
