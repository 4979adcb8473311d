import { optional } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { anything, boolean } from '../sockets.ts'

export default defineNode({
  type: 'ComfyPassOrNoneNode',
  title: 'Pass or None',
  about: 'Passes on a value, or another one where it is not there, and says whether both are missing.',
  inputs: {
    anything: optional({ ...anything, help: 'What is passed on.' }),
    default: optional({ ...anything, help: 'What is passed on where nothing else is connected.' }),
  },
  outputs: { output: anything, is_none: boolean },

  run: ({ anything = null, default: otherwise = null }) => ({
    output: anything ?? otherwise,
    is_none: (anything ?? otherwise) === null,
  }),
})
