import { patched } from '../../engine/pipeline/types.ts'
import { differentialDiffusion } from '../../engine/sampling/inpaint.ts'
import { float, optional } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { model } from '../sockets.ts'

export default defineNode({
  type: 'DifferentialDiffusion',
  title: 'Differential Diffusion',
  about: 'Paints the grey parts of a noise mask later, so that they keep more of the picture.',
  formula: differentialDiffusion,
  inputs: {
    model,
    strength: optional(
      float({ default: 1, min: 0, max: 1, step: 0.01, help: 'Below 1 the mask itself is mixed in. 0 counts as 1.' }),
    ),
  },
  outputs: { MODEL: model },
  run: ({ model, strength = 1 }) => ({ MODEL: patched(model, { kind: 'differential', strength }) }),
})
