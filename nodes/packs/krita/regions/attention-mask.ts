import { RangeInputError } from '../../../../engine/errors.ts'
import { regionsFormula } from '../../../../engine/pipeline/patches/regions.ts'
import { patched } from '../../../../engine/pipeline/types.ts'
import { defineNode } from '../../../define.ts'
import { model, regions } from '../../../sockets.ts'
import { maskedRegions } from './region-list.ts'

export default defineNode({
  type: 'ETN_AttentionMask',
  title: 'Regions Attention Mask',
  about: 'Makes a model follow the prompts of regions, each in its part of the picture (External Tooling).',
  formula: regionsFormula,
  inputs: { model, regions },
  outputs: { model },

  run({ model, regions }) {
    const all = maskedRegions(regions)
    const sum = all[0]!.mask.data.map((_, i) => all.reduce((total, { mask }) => total + mask.data[i]!, 0))
    if (sum.every(value => value === 0)) throw new RangeInputError('The masks of all regions are black.')
    return {
      model: patched(model, {
        kind: 'regions',
        regions: all.map(({ mask, conditioning }) => ({
          mask: { dims: mask.dims, data: mask.data.map((value, i) => (sum[i] === 0 ? 0 : value / sum[i]!)) },
          embedding: conditioning[0]!.embedding,
        })),
      }),
    }
  },
})
