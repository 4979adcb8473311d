import { choice, float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { number, string } from '../../../sockets.ts'
import { currentFrame, frameDuration, startFrame } from './keyframes.ts'

export default defineNode({
  type: 'CR Gradient Float',
  title: '🔢 CR Gradient Float',
  about: 'A number that goes from one value to another over some frames (Comfyroll Studio).',
  inputs: {
    start_value: float({ default: 1, min: 0, max: 9999, step: 0.01, help: 'The value up to start_frame.' }),
    end_value: float({ default: 1, min: 0, max: 9999, step: 0.01, help: 'The value after the last frame.' }),
    start_frame: startFrame,
    frame_duration: frameDuration,
    current_frame: currentFrame,
    gradient_profile: choice(['Lerp'], { help: 'In equal steps.' }),
  },
  outputs: { FLOAT: number, show_help: string },

  run({ start_value: start, end_value: end, start_frame, frame_duration, current_frame }) {
    const done = frame_duration === 0 ? 1 : (current_frame - start_frame) / frame_duration
    const value = current_frame < start_frame ? start : done > 1 ? end : start + (end - start) * done
    return { FLOAT: value, show_help: 'The value changes in equal steps.' }
  },
})
