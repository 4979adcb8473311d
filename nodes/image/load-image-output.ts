import { defineNode } from '../define.ts'
import loadImage from './load-image.ts'

export default defineNode({
  ...loadImage,
  type: 'LoadImageOutput',
  title: 'Load Image (from Outputs)',
  about: 'Loads a picture of the output folder; its transparent part becomes the mask.',
})
