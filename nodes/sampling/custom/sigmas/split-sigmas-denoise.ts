import { splitSigmasDenoise } from '../../../../engine/sampling/schedules/edit.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { denoise } from '../../../widgets.ts'

export default defineNode({
  type: 'SplitSigmasDenoise',
  title: 'SplitSigmasDenoise',
  about: 'Cuts a list of noise levels in two by a share of its steps, as denoise counts them.',
  inputs: { sigmas, denoise: { ...denoise, help: 'The share of the steps that the second part gets.' } },
  outputs: {
    high_sigmas: { ...sigmas, help: 'The first steps. Empty at denoise 0 too, as in ComfyUI.' },
    low_sigmas: { ...sigmas, help: 'The last steps: wire these for image to image.' },
  },

  run({ sigmas, denoise }) {
    const { high, low } = splitSigmasDenoise(sigmas, denoise)
    return { high_sigmas: high, low_sigmas: low }
  },
})
