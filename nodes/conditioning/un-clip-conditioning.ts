import { pictureNoise } from '../../engine/pipeline/unet/picture-prompt.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { clipVisionOutput, conditioning } from '../sockets.ts'

export default defineNode({
  type: 'unCLIPConditioning',
  title: 'unCLIPConditioning',
  about: 'Lets an unCLIP model, or SDXL, draw after a picture beside the prompt; several add up.',
  formula: pictureNoise,
  inputs: {
    conditioning,
    clip_vision_output: { ...clipVisionOutput, help: 'A picture, encoded by the CLIP vision model of the checkpoint.' },
    strength: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: 'How much the picture counts; 0 leaves it out.',
    }),
    noise_augmentation: float({
      default: 0,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'Noise on the encoded picture: 0 stays close to it, higher values leave the model more freedom.',
    }),
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning, clip_vision_output: encoded, strength, noise_augmentation: noise }) {
    if (strength === 0) return { CONDITIONING: conditioning }
    const added = { encoded, strength, noise }
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, pictures: [...(prompt.pictures ?? []), added] })) }
  },
})
