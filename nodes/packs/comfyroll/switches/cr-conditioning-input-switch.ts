import { conditioning } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Conditioning Input Switch',
  about: 'Passes on one of two encoded prompts (Comfyroll Studio).',
  port: conditioning,
  output: 'CONDITIONING',
  names: ['conditioning1', 'conditioning2'],
})
