import { selfAttentionGuidance } from '../../engine/pipeline/guidance/self-attention.ts'
import { patched } from '../../engine/pipeline/types.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { model } from '../sockets.ts'

export default defineNode({
  type: 'SelfAttentionGuidance',
  title: 'Self-Attention Guidance',
  about: 'Guides away from a picture blurred where the model looks, for more detail there. Takes up to twice as long.',
  formula: selfAttentionGuidance,
  inputs: {
    model,
    scale: float({ default: 0.5, min: -2, max: 5, step: 0.01, help: 'Strength beside cfg. 0 is off.' }),
    blur_sigma: float({
      default: 2,
      min: 0,
      max: 10,
      step: 0.1,
      help: 'Standard deviation of the blur, in latent pixels. 0 blurs nothing.',
    }),
  },
  outputs: { MODEL: model },
  run: ({ model, scale, blur_sigma }) => ({
    MODEL: patched(model, { kind: 'self-attention', scale, blur: blur_sigma }),
  }),
})
