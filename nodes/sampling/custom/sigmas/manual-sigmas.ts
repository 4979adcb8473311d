import { text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sigmas } from '../../../sockets.ts'

export default defineNode({
  type: 'ManualSigmas',
  title: 'ManualSigmas',
  about: 'Noise levels that you write down.',
  inputs: {
    sigmas: text({ default: '1, 0.5', verbatim: true, help: 'From high to low, with commas or spaces between them.' }),
  },
  outputs: { SIGMAS: sigmas },
  run: inputs => ({ SIGMAS: Float32Array.from(inputs.sigmas.match(/[-+]?\d*\.*\d+/g) ?? [], Number.parseFloat) }),
})
