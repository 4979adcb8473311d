import { optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, model } from '../../sockets.ts'
import { easyPipe } from './pipe.ts'
import { imageOutput, linkId, samplePipe, savePrefix } from './sampler.ts'

export default defineNode({
  type: 'easy kSampler',
  title: 'EasyKSampler',
  about: 'Samples a pipe, and shows or saves the pictures (Easy Use).',
  inputs: {
    pipe: easyPipe,
    image_output: imageOutput,
    link_id: linkId,
    save_prefix: savePrefix,
    model: optional(model),
  },
  outputs: { pipe: easyPipe, image },
  isOutput: true,

  run: ({ pipe, image_output: output, save_prefix: prefix, model }, context) =>
    samplePipe({ ...pipe, model: model ?? pipe.model }, { output, prefix }, context),
})
