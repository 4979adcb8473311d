import { toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { boolean } from '../sockets.ts'

export default defineNode({
  type: 'InvertBooleanNode',
  title: 'Invert Boolean',
  about: 'Gives false for true, and true for false.',
  inputs: { boolean: toggle({ default: false, help: 'What is inverted.' }) },
  outputs: { BOOLEAN: boolean },

  run: inputs => ({ BOOLEAN: !inputs.boolean }),
})
