import { image } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Image Input Switch (4 way)',
  about: 'Passes on one of four pictures (Comfyroll Studio).',
  port: image,
  output: 'IMAGE',
  names: ['image1', 'image2', 'image3', 'image4'],
})
