import { text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { string } from '../../../sockets.ts'
import { currentFrame, valueAt } from './keyframes.ts'

export default defineNode({
  type: 'CR Simple Text Scheduler',
  title: '📑 CR Simple Text Scheduler',
  about: 'The text of a schedule at a frame (Comfyroll Studio).',
  inputs: {
    schedule: text({ default: 'frame_number, text', multiline: true, help: 'Lines such as "0, a cat".' }),
    current_frame: currentFrame,
  },
  outputs: { STRING: string, show_help: string },

  run: ({ schedule, current_frame }) => ({
    STRING: valueAt(schedule, current_frame),
    show_help: 'The last line up to the frame counts.',
  }),
})
