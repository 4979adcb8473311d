import { frequencyScaling } from '../../engine/pipeline/guidance/fresca.ts'
import { patched } from '../../engine/pipeline/types.ts'
import { float, int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { model } from '../sockets.ts'

export default defineNode({
  type: 'FreSca',
  title: 'FreSca',
  about: 'Scales coarse and fine structures of the guidance separately.',
  formula: frequencyScaling,
  inputs: {
    model,
    scale_low: float({ default: 1, min: 0, max: 10, step: 0.01, help: 'Factor of coarse structures.' }),
    scale_high: float({
      default: 1.25,
      min: 0,
      max: 10,
      step: 0.01,
      help: 'Factor of fine structures: above 1 adds detail.',
    }),
    freq_cutoff: int({
      default: 20,
      min: 1,
      max: 100,
      step: 1,
      help: 'The largest number of waves across the latent that still counts as coarse. From half the latent’s width on, everything is coarse.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, scale_low, scale_high, freq_cutoff }) => ({
    MODEL: patched(model, { kind: 'fresca', low: scale_low, high: scale_high, cutoff: freq_cutoff }),
  }),
})
