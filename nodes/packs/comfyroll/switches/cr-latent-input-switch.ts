import { latent } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR Latent Input Switch',
  about: 'Passes on one of two latents (Comfyroll Studio).',
  port: latent,
  output: 'LATENT',
  names: ['latent1', 'latent2'],
})
