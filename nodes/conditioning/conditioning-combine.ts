import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'

export default defineNode({
  type: 'ConditioningCombine',
  title: 'Conditioning (Combine)',
  about: 'Follows both prompts: the model is evaluated with each, and the results are averaged.',
  inputs: { conditioning_1: conditioning, conditioning_2: conditioning },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning_1, conditioning_2 }) => ({ CONDITIONING: [...conditioning_1, ...conditioning_2] }),
})
