import { defineSizes } from './aspect-ratio.ts'

export default defineSizes({
  type: 'CR SD1.5 Aspect Ratio',
  title: '🔳 CR SD1.5 Aspect Ratio',
  about: 'Makes an empty latent of usual proportions for SD 1.5 (Comfyroll Studio).',
  usual: 512,
  ratios: [
    'custom',
    '1:1 square 512x512',
    '1:1 square 1024x1024',
    '2:3 portrait 512x768',
    '3:4 portrait 512x682',
    '3:2 landscape 768x512',
    '4:3 landscape 682x512',
    '16:9 cinema 910x512',
    '1.85:1 cinema 952x512',
    '2:1 cinema 1024x512',
    '2.39:1 anamorphic 1224x512',
  ],
})
