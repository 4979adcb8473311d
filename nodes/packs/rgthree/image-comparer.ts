import { defineNode } from '../../define.ts'
import imageCompare from '../../image/image-compare.ts'

export default defineNode({
  ...imageCompare,
  type: 'Image Comparer (rgthree)',
  title: 'Image Comparer (rgthree)',
  about: 'Shows two pictures, which can be compared in one view (rgthree).',
})
