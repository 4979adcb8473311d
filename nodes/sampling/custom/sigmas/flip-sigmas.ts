import { flipSigmas } from '../../../../engine/sampling/schedules/edit.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'FlipSigmas',
  title: 'FlipSigmas',
  about: 'Reverses a list of noise levels, to turn a picture back into the noise that leads to it.',
  inputs: { sigmas },
  outputs: { SIGMAS: sigmas },
  run: ({ sigmas }) => ({ SIGMAS: flipSigmas(sigmas) }),
})
