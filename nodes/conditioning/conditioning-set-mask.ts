import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning, mask } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

export default defineNode({
  type: 'ConditioningSetMask',
  title: 'Conditioning (Set Mask)',
  about: 'Lets a prompt count where a mask is white; combine it with a prompt for the rest.',
  inputs: {
    conditioning,
    mask: { ...mask, help: 'White counts fully, black not at all; resized to the picture.' },
    strength: promptStrength,
    set_cond_area: choice(['default', 'mask bounds'], {
      help: 'mask bounds looks only at the rectangle around the mask, as if it were a picture of its own.',
    }),
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning, mask, strength, set_cond_area }) {
    const place = { mask, strength, boundsOnly: set_cond_area === 'mask bounds' }
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, mask: place })) }
  },
})
