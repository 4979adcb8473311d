import { splitSigmasDenoise } from '../../../../engine/sampling/schedules/edit.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'
import { denoise } from '../../../widgets.ts'

export default defineNode({
  type: 'SplitSigmasDenoise',
  title: 'SplitSigmasDenoise',
  about: 'Splits a list of noise levels in two, with a share of the steps in the second part.',
  inputs: { sigmas, denoise: { ...denoise, help: 'The share of the steps in the second part.' } },
  outputs: {
    high_sigmas: { ...sigmas, help: 'The first steps. Also empty at denoise 0, as in ComfyUI.' },
    low_sigmas: { ...sigmas, help: 'The last steps. Use these for image to image.' },
  },

  run({ sigmas, denoise }) {
    const { high, low } = splitSigmasDenoise(sigmas, denoise)
    return { high_sigmas: high, low_sigmas: low }
  },
})
