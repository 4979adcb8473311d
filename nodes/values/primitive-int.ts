import { seed } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { whole } from '../sockets.ts'

const limit = 2n ** 63n - 1n

export default defineNode({
  type: 'PrimitiveInt',
  title: 'Int',
  about: 'A whole number, for any input that accepts one, seeds too.',
  inputs: {
    value: seed({ min: -limit, max: limit, help: 'May be negative. After a run it changes as its control says.' }),
  },
  outputs: { INT: whole },

  run: ({ value }) => ({ INT: value }),
})
