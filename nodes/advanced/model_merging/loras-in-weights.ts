import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'LorasInWeights',
  ours: true,
  title: 'LoRAs Into Weights',
  about:
    'Adds the LoRAs of a model to its weights while it samples, so that pictures are those of the file that Save Checkpoint writes.',
  inputs: { model: { ...model, help: 'A model with LoRAs. Their strengths can still be changed without a reload.' } },
  outputs: { MODEL: model },
  run: ({ model }) => ({ MODEL: { ...model, inWeights: true } }),
})
