import { map } from '../../../../engine/tensor/tensor.ts'
import { float, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { encodeForAdapter } from '../../../pipeline.ts'
import { embeds, mask } from '../../../sockets.ts'
import advanced from '../ip-adapter-advanced.ts'

const { ipadapter, image, clip_vision } = advanced.inputs

export default defineNode({
  type: 'IPAdapterEncoder',
  title: 'IPAdapter Encoder',
  about: 'Encodes pictures for an IP-Adapter, so that they can be weighted and combined (IPAdapter plus).',
  inputs: {
    ipadapter,
    image,
    weight: float({
      default: 1,
      min: -1,
      max: 3,
      step: 0.01,
      help: 'How much the picture counts among the others that it is combined with.',
    }),
    mask: optional({ ...mask, help: 'Black parts of the picture are not seen. Its middle square counts.' }),
    clip_vision,
  },
  outputs: { pos_embed: embeds, neg_embed: embeds },

  async run({ ipadapter, image, weight, mask, clip_vision }, context) {
    const { drawn, avoided } = await encodeForAdapter(ipadapter, { image, mask, vision: clip_vision }, context)
    return { pos_embed: weight === 1 ? drawn : map(drawn, value => value * weight), neg_embed: avoided }
  },
})
