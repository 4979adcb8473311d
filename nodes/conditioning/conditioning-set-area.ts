import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

const side = (what: string) =>
  int({ default: 64, min: 64, max: 16_384, step: 8, help: `${what} of the area, in pixels.` })
const place = (what: string) => int({ default: 0, min: 0, max: 16_384, step: 8, help: `${what}, in pixels.` })

export default defineNode({
  type: 'ConditioningSetArea',
  title: 'Conditioning (Set Area)',
  about: 'Limits a prompt to a rectangle of the picture; combine it with a prompt for the whole picture.',
  inputs: {
    conditioning,
    width: side('Width'),
    height: side('Height'),
    x: place('Distance from the left edge'),
    y: place('Distance from the top edge'),
    strength: promptStrength,
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning, width, height, x, y, strength }) {
    const eighth = (pixels: number) => Math.floor(pixels / 8)
    const area = { unit: 'pixels', height: eighth(height), width: eighth(width), y: eighth(y), x: eighth(x) } as const
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, area, strength })) }
  },
})
