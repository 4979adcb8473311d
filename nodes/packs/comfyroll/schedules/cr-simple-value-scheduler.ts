import { text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { number, string, whole } from '../../../sockets.ts'
import { currentFrame, valueAt } from './keyframes.ts'

export default defineNode({
  type: 'CR Simple Value Scheduler',
  title: '📑 CR Simple Value Scheduler',
  about: 'The number of a schedule at a frame (Comfyroll Studio).',
  inputs: {
    schedule: text({ default: 'frame_number, value', multiline: true, help: 'Lines such as "0, 0.5".' }),
    current_frame: currentFrame,
  },
  outputs: { INT: whole, FLOAT: number, show_help: string },

  run({ schedule, current_frame }) {
    const value = Number(valueAt(schedule, current_frame))
    if (!Number.isFinite(value)) throw new Error(`The schedule has no number at frame ${current_frame}.`)
    return { INT: Math.trunc(value), FLOAT: value, show_help: 'The last line up to the frame counts.' }
  },
})
