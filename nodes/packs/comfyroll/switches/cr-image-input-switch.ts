import { image } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Image Input Switch',
  about: 'Passes on one of two pictures (Comfyroll Studio).',
  port: image,
  output: 'IMAGE',
  names: ['image1', 'image2'],
})
