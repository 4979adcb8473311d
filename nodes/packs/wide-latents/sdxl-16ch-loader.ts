import { defineNode } from '../../define.ts'
import simple from '../../loaders/checkpoint-loader-simple.ts'

export default defineNode({
  type: 'SDXL 16ch Loader',
  title: 'SDXL 16ch Loader',
  about: 'Loads a checkpoint for latents of 16 channels, as Load Checkpoint does (RouWei 16ch).',
  inputs: simple.inputs,
  outputs: simple.outputs,

  run: (inputs, context) => simple.run(inputs, context),
})
