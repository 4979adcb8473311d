import { seed } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { whole } from '../../sockets.ts'

/** The largest seed of the pack. */
export const largestSeed = 1_125_899_906_842_624n

export default defineNode({
  type: 'easy seed',
  title: 'EasySeed',
  about: 'One seed, for several samplers (Easy Use).',
  inputs: { seed: seed({ max: largestSeed, help: 'After a run it changes as its control says.' }) },
  outputs: { seed: whole },
  run: inputs => ({ seed: inputs.seed }),
})
