import { string } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Text Input Switch (4 way)',
  about: 'Passes on one of four texts (Comfyroll Studio).',
  port: string,
  output: 'STRING',
  names: ['text1', 'text2', 'text3', 'text4'],
})
