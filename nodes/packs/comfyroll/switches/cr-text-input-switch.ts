import { string } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Text Input Switch',
  about: 'Passes on one of two texts (Comfyroll Studio).',
  port: string,
  output: 'STRING',
  names: ['text1', 'text2'],
})
