import { model } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Model Input Switch',
  about: 'Passes on one of two models (Comfyroll Studio).',
  port: model,
  output: 'MODEL',
  names: ['model1', 'model2'],
})
