import { joinChannels, map, type Tensor } from '../../../engine/tensor/tensor.ts'
import { choice, float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { encodeStyle } from '../../pipeline.ts'
import { clipVisionOutput, conditioning, styleModel } from '../../sockets.ts'

export default defineNode({
  type: 'StyleModelApply',
  title: 'Apply Style Model',
  about: 'Puts the words that a style model makes of a picture behind those of a prompt.',
  inputs: {
    conditioning,
    style_model: styleModel,
    clip_vision_output: { ...clipVisionOutput, help: 'A picture, encoded by ViT-L.' },
    strength: float({ default: 1, min: 0, max: 10, step: 0.001, help: '1 as trained; used by multiply.' }),
    strength_type: choice(['multiply', 'attn_bias'], {
      help: 'multiply scales the words. attn_bias leaves them as they are: Stable Diffusion has no such bias.',
    }),
  },
  outputs: { CONDITIONING: conditioning },

  async run({ conditioning, style_model, clip_vision_output, strength, strength_type }, { sessions }) {
    const words = await encodeStyle(style_model, clip_vision_output, sessions)
    const scaled = strength_type === 'multiply' ? map(words, value => value * strength) : words
    const behind = (embedding: Tensor) => joinChannels(embedding, scaled)
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, embedding: behind(prompt.embedding) })) }
  },
})
