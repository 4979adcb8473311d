import { weightTypeFormula } from '../../../../engine/pipeline/ip-adapter/weight-types.ts'
import { float, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { conditioning, ipAdapterParams, mask, maybe } from '../../../sockets.ts'
import advanced from '../ip-adapter-advanced.ts'

const { image, weight_type, start_at, end_at } = advanced.inputs

export default defineNode({
  type: 'IPAdapterRegionalConditioning',
  title: 'IPAdapter Regional Conditioning',
  about:
    'Gives a part of the picture a reference picture and prompts of its own, for IPAdapter from Params (IPAdapter plus).',
  formula: weightTypeFormula,
  inputs: {
    image,
    image_weight: float({ default: 1, min: -1, max: 3, step: 0.05, help: 'How much the picture counts; 0 is off.' }),
    prompt_weight: float({ default: 1, min: 0, max: 10, step: 0.05, help: 'How much the prompts count in the mask.' }),
    weight_type,
    start_at,
    end_at,
    mask: optional({ ...mask, help: 'Where picture and prompts count; by default everywhere.' }),
    positive: optional({ ...conditioning, help: 'What to draw there.' }),
    negative: optional({ ...conditioning, help: 'What to avoid there.' }),
  },
  outputs: { IPADAPTER_PARAMS: ipAdapterParams, POSITIVE: maybe(conditioning), NEGATIVE: maybe(conditioning) },

  run({ image, image_weight, prompt_weight, weight_type, start_at, end_at, mask, positive, negative }) {
    const limited = (prompts: typeof positive) =>
      mask
        ? prompts?.map(prompt => ({ ...prompt, mask: { mask, strength: prompt_weight, boundsOnly: false } }))
        : prompts
    const range = { start: start_at, end: end_at }
    return {
      IPADAPTER_PARAMS: [{ image, mask, weight: image_weight, type: weight_type, range }],
      POSITIVE: limited(positive),
      NEGATIVE: limited(negative),
    }
  },
})
