import { seed } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { whole } from '../sockets.ts'

export default defineNode({
  type: 'SeedNode',
  title: 'Seed',
  about: 'One seed, for several samplers.',
  inputs: { seed: seed({ max: 2n ** 63n - 1n, help: 'After a run it changes as its control says.' }) },
  outputs: { seed: whole },
  run: inputs => ({ seed: inputs.seed }),
})
