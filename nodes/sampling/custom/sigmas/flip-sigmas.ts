import { flipSigmas } from '../../../../engine/sampling/schedules/edit.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'FlipSigmas',
  title: 'FlipSigmas',
  about: 'Turns a list of noise levels round, to lead a picture back to the noise it could have come from.',
  inputs: { sigmas },
  outputs: { SIGMAS: sigmas },
  run: ({ sigmas }) => ({ SIGMAS: flipSigmas(sigmas) }),
})
