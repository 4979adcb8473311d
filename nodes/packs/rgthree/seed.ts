import { randomInt, randomUUID } from 'node:crypto'
import { seed } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { whole } from '../../sockets.ts'

const limit = 2n ** 50n
/** -1 stands for a random seed; -2 and -3 for the seed after or before the last one, which a file does not know. */
const drawn = [-1n, -2n, -3n]

export default defineNode({
  type: 'Seed (rgthree)',
  title: 'Seed (rgthree)',
  about: 'One seed, for several samplers (rgthree).',
  inputs: {
    seed: seed({ min: -limit, max: limit, control: false, drawn, help: '-1 is another random seed for each run.' }),
  },
  outputs: { SEED: whole },

  fingerprint: async inputs => (drawn.includes(inputs.seed ?? 0n) ? randomUUID() : ''),

  // A workflow has its seed drawn before it runs; -1 is left in prompts of other programs.
  run: ({ seed }) => ({ SEED: drawn.includes(seed) ? BigInt(randomInt(2 ** 47)) : seed }),
})
