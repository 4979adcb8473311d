import { growing } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { anything, boolean } from '../sockets.ts'
import { isTrue } from './truth.ts'

export default defineNode({
  type: 'ComfyOrNode',
  title: 'Or',
  about: 'Gives true if one value counts as true: a number except 0, true, or a text or list that is not empty.',
  inputs: growing('values', { prefix: 'value', max: 10 }, anything),
  outputs: { BOOLEAN: boolean },

  run: inputs => ({ BOOLEAN: Object.values(inputs).some(isTrue) }),
})
