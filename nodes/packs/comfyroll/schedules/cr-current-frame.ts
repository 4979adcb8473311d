import { choice, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { whole } from '../../../sockets.ts'

export default defineNode({
  type: 'CR Current Frame',
  title: '🛠️ CR Current Frame',
  about: 'The number of a frame, for schedules (Comfyroll Studio).',
  inputs: {
    index: int({ default: 1, min: -10_000, max: 10_000, help: 'The number that is passed on.' }),
    print_to_console: choice(['Yes', 'No'], { help: 'Ignored: there is no console.' }),
  },
  outputs: { index: whole },
  run: ({ index }) => ({ index }),
})
