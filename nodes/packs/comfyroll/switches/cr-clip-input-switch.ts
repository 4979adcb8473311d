import { clip } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Clip Input Switch',
  about: 'Passes on one of two text encoders (Comfyroll Studio).',
  port: clip,
  output: 'CLIP',
  names: ['clip1', 'clip2'],
})
