import { fromLumaAndChroma } from '../../../engine/image/filters/luma-chroma.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'ImageYUVToRGB',
  title: 'ImageYUVToRGB',
  about: 'Joins lightness (Y) and two colour differences (U, V) into pictures.',
  inputs: { Y: image, U: image, V: image },
  outputs: { IMAGE: image },
  run: ({ Y, U, V }) => ({ IMAGE: fromLumaAndChroma(Y, U, V) }),
})
