import { choice } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { conditioning, mask } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

export default defineNode({
  type: 'ConditioningSetMask',
  title: 'Conditioning (Set Mask)',
  about: 'Limits a prompt to the white part of a mask; combine it with a prompt for the rest.',
  inputs: {
    conditioning,
    mask: {
      ...mask,
      help: 'The prompt has full effect where it is white, none where it is black. Resized to the picture.',
    },
    strength: promptStrength,
    set_cond_area: choice(['default', 'mask bounds'], {
      help: 'default evaluates the whole picture. mask bounds evaluates only the rectangle around the mask, as a picture of its own.',
    }),
  },
  outputs: { CONDITIONING: conditioning },

  run({ conditioning, mask, strength, set_cond_area }) {
    const place = { mask, strength, boundsOnly: set_cond_area === 'mask bounds' }
    return { CONDITIONING: conditioning.map(prompt => ({ ...prompt, mask: place })) }
  },
})
