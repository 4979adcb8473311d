import { noiseKinds, pictureNoise } from '../../../engine/image/filters/picture-noise.ts'
import { choice, float, int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'IPAdapterNoise',
  title: 'IPAdapter Noise',
  about: 'Makes a picture to avoid, for image_negative: noise, alone or of a picture (IPAdapter plus).',
  inputs: {
    type: choice(noiseKinds, {
      help: 'fade and dissolve mix the picture with noise, gaussian adds noise, shuffle moves its pixels about.',
    }),
    strength: float({ default: 1, min: 0, max: 1, step: 0.05, help: 'The share of the noise.' }),
    blur: int({
      default: 0,
      min: 0,
      max: 32,
      step: 1,
      help: 'The width of a blur over the result, in pixels; 0 is off.',
    }),
    image_optional: optional({ ...image, help: 'The picture that the noise is made of; by default black.' }),
  },
  outputs: { IMAGE: image },

  run: ({ type, strength, blur, image_optional }) => ({ IMAGE: pictureNoise(type, strength, blur, image_optional) }),
})
