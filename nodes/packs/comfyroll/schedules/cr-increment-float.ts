import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { number, string } from '../../../sockets.ts'
import { currentFrame, frameDuration, startFrame } from './keyframes.ts'

export default defineNode({
  type: 'CR Increment Float',
  title: '🔢 CR Increment Float',
  about: 'A number that grows by a step at each frame (Comfyroll Studio).',
  inputs: {
    start_value: float({ default: 1, min: 0, max: 9999, step: 0.001, help: 'The value before start_frame.' }),
    step: float({ default: 0.1, min: -9999, max: 9999, step: 0.001, help: 'What is added at each frame.' }),
    start_frame: startFrame,
    frame_duration: { ...frameDuration, help: 'A further step is added up to start_frame and so many frames.' },
    current_frame: currentFrame,
  },
  outputs: { FLOAT: number, show_help: string },
  isOutput: true,

  run({ start_value: start, step, start_frame, frame_duration, current_frame }) {
    const grown = start + (current_frame - start_frame) * step
    const within = current_frame <= start_frame + frame_duration ? grown + step : grown
    return { FLOAT: current_frame < start_frame ? start : within, show_help: 'A step is added at each frame.' }
  },
})
