import { float } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { conditioning } from '../../sockets.ts'

const share = (value: number, help: string) => float({ default: value, min: 0, max: 1, step: 0.001, help })

export default defineNode({
  type: 'ConditioningSetTimestepRange',
  title: 'ConditioningSetTimestepRange',
  about: 'Lets a prompt count during a part of the way from noise to picture; early parts decide what is where.',
  inputs: {
    conditioning,
    start: share(0, '0 is pure noise, the beginning.'),
    end: share(1, '1 is the finished picture.'),
  },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning, start, end }) => ({
    CONDITIONING: conditioning.map(prompt => ({ ...prompt, range: { start, end } })),
  }),
})
