import { toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { boolean } from '../sockets.ts'

export default defineNode({
  type: 'PrimitiveBoolean',
  title: 'Boolean',
  about: 'True or false, for any input that accepts it.',
  inputs: { value: toggle({ default: false, help: 'On is true.' }) },
  outputs: { BOOLEAN: boolean },

  run: ({ value }) => ({ BOOLEAN: value }),
})
