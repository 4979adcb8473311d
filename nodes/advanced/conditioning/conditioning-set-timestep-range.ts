import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { conditioning } from '../../sockets.ts'

const share = (value: number, help: string) => float({ default: value, min: 0, max: 1, step: 0.001, help })

export default defineNode({
  type: 'ConditioningSetTimestepRange',
  title: 'ConditioningSetTimestepRange',
  about: 'Limits a prompt to a part of the sampling; the early part decides the composition.',
  inputs: {
    conditioning,
    start: share(0, '0 is the start of the sampling.'),
    end: share(1, '1 is the end of the sampling.'),
  },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning, start, end }) => ({
    CONDITIONING: conditioning.map(prompt => ({ ...prompt, range: { start, end } })),
  }),
})
