import { defineNode } from '../define.ts'
import { conditioning } from '../sockets.ts'

export default defineNode({
  type: 'ConditioningCombine',
  title: 'Conditioning (Combine)',
  about: 'Follows both prompts: the denoiser is asked with each and its answers are averaged.',
  inputs: { conditioning_1: conditioning, conditioning_2: conditioning },
  outputs: { CONDITIONING: conditioning },
  run: ({ conditioning_1, conditioning_2 }) => ({ CONDITIONING: [...conditioning_1, ...conditioning_2] }),
})
