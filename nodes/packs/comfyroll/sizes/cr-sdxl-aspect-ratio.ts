import { defineSizes } from './aspect-ratio.ts'

export default defineSizes({
  type: 'CR SDXL Aspect Ratio',
  title: '🔳 CR SDXL Aspect Ratio',
  about: 'Makes an empty latent of a size that SDXL was trained on (Comfyroll Studio).',
  usual: 1024,
  ratios: [
    'custom',
    '1:1 square 1024x1024',
    '3:4 portrait 896x1152',
    '5:8 portrait 832x1216',
    '9:16 portrait 768x1344',
    '9:21 portrait 640x1536',
    '4:3 landscape 1152x896',
    '3:2 landscape 1216x832',
    '16:9 landscape 1344x768',
    '21:9 landscape 1536x640',
  ],
})
