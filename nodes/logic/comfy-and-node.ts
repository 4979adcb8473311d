import { growing } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { anything, boolean } from '../sockets.ts'
import { isTrue } from './truth.ts'

export default defineNode({
  type: 'ComfyAndNode',
  title: 'And',
  about: 'Gives true if all values count as true: numbers except 0, true, and texts and lists that are not empty.',
  inputs: growing('values', { prefix: 'value', max: 10 }, anything),
  outputs: { BOOLEAN: boolean },

  run: inputs => ({
    BOOLEAN: Object.values(inputs)
      .filter(each => each !== undefined)
      .every(isTrue),
  }),
})
