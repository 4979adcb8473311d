import { vae } from '../../../sockets.ts'
import { inputSwitch } from '../input-switch.ts'

export default inputSwitch({
  type: 'CR VAE Input Switch',
  about: 'Passes on one of two VAEs (Comfyroll Studio).',
  port: vae,
  output: 'VAE',
  names: ['VAE1', 'VAE2'],
})
