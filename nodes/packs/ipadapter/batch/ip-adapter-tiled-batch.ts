import { defineNode } from '../../../define.ts'
import { applyTiled } from '../../../pipeline.ts'
import { howOf, picturesOf } from '../how.ts'
import tiled from '../ip-adapter-tiled.ts'
import batch from './ip-adapter-batch.ts'

const { combine_embeds: _, image_negative, attn_mask, clip_vision, ...required } = tiled.inputs

export default defineNode({
  type: 'IPAdapterTiledBatch',
  title: 'IPAdapter Tiled Batch',
  about: 'Draws each image of a batch like its own picture of any proportions, tile by tile (IPAdapter plus).',
  formula: tiled.formula!,
  inputs: {
    ...required,
    encode_batch_size: batch.inputs.encode_batch_size,
    ...{ image_negative, attn_mask, clip_vision },
  },
  outputs: tiled.outputs,

  async run({ model, ipadapter, weight_type: type, weight, ...inputs }, context) {
    const how = { ...howOf(inputs), type, weight, unfold: true }
    const made = await applyTiled(model, ipadapter, picturesOf(inputs), how, inputs.sharpening, context)
    return { MODEL: made.model, tiles: made.tiles, masks: made.masks }
  },
})
