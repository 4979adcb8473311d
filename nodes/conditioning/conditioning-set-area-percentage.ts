import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

const share = (value: number, help: string) => float({ default: value, min: 0, max: 1, step: 0.01, help })

export default defineNode({
  type: 'ConditioningSetAreaPercentage',
  title: 'Conditioning (Set Area with Percentage)',
  about: 'Limits a prompt to a rectangle of the picture, given as shares of its size.',
  inputs: {
    conditioning,
    width: share(1, 'Width of the area. 0.5 is half of the picture.'),
    height: share(1, 'Height of the area.'),
    x: share(0, 'Distance from the left edge.'),
    y: share(0, 'Distance from the top edge.'),
    strength: promptStrength,
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning, width, height, x, y, strength }) {
    const area = { unit: 'shares', height, width, y, x } as const
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, area, strength })) }
  },
})
