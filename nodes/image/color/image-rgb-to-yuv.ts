import { lumaAndChroma } from '../../../engine/image/filters/luma-chroma.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageRGBToYUV',
  title: 'ImageRGBToYUV',
  about: 'Splits pictures into lightness (Y) and two colour differences (U, V), each as a grey picture.',
  inputs: { image },
  outputs: { Y: image, U: image, V: image },

  run({ image }) {
    const [Y, U, V] = lumaAndChroma(image)
    return { Y, U, V }
  },
})
