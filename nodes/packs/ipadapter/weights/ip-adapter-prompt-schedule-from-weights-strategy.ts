import { promptSchedule } from '../../../../engine/pipeline/ip-adapter/frame-weights.ts'
import { text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { string, weightsStrategy } from '../../../sockets.ts'

export default defineNode({
  type: 'IPAdapterPromptScheduleFromWeightsStrategy',
  title: 'Prompt Schedule From Weights Strategy',
  about: 'Writes prompts for the images of a batch, one line for each picture (IPAdapter plus).',
  inputs: {
    weights_strategy: weightsStrategy,
    prompt: text({ multiline: true, help: 'One prompt a line; the last counts for further pictures.' }),
  },
  outputs: { prompt_schedule: string },

  run: ({ weights_strategy, prompt }) => ({ prompt_schedule: promptSchedule(weights_strategy, prompt) }),
})
