import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

export default defineNode({
  type: 'ConditioningSetAreaStrength',
  title: 'ConditioningSetAreaStrength',
  about: 'Says how much a prompt counts beside those it is combined with.',
  inputs: { conditioning, strength: promptStrength },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning, strength }) => ({ CONDITIONING: conditioning.map(prompt => ({ ...prompt, strength })) }),
})
