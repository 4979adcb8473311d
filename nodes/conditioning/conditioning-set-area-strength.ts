import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'
import { promptStrength } from '../widgets.ts'

export default defineNode({
  type: 'ConditioningSetAreaStrength',
  title: 'ConditioningSetAreaStrength',
  about: 'Sets the strength of a prompt relative to the prompts it is combined with.',
  inputs: { conditioning, strength: promptStrength },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning, strength }) => ({ CONDITIONING: conditioning.map(prompt => ({ ...prompt, strength })) }),
})
