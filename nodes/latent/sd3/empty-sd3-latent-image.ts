import { int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import emptyLatentImage, { emptyLatent } from '../empty-latent-image.ts'

const side = int({
  default: 1024,
  min: 16,
  max: 16_384,
  step: 16,
  help: 'In pixels. Best is the size that the model was trained on.',
})

export default defineNode({
  type: 'EmptySD3LatentImage',
  title: 'EmptySD3LatentImage',
  about: 'Makes an empty latent of 16 channels; a sampler gives it as many as its model reads.',
  inputs: { width: side, height: side, batch_size: emptyLatentImage.inputs.batch_size },
  outputs: emptyLatentImage.outputs,

  run: (size, { notice }) => emptyLatent(size, 16, notice),
})
