import { defineNode } from '../define.ts'
import { anything, boolean } from '../sockets.ts'
import { isTrue } from './truth.ts'

export default defineNode({
  type: 'ComfyNotNode',
  title: 'Not',
  about: 'Gives true for what counts as false: 0, false, or an empty text or list.',
  inputs: { value: anything },
  outputs: { BOOLEAN: boolean },

  run: ({ value }) => ({ BOOLEAN: !isTrue(value) }),
})
