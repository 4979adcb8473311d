import { defineNode } from '../../define.ts'
import { saveCheckpoint } from '../../pipeline.ts'
import { clip, model, vae } from '../../sockets.ts'
import { modelPrefix } from '../../widgets.ts'

export default defineNode({
  type: 'CheckpointSave',
  title: 'Save Checkpoint',
  about: 'Saves a model, its text encoders and its VAE as one checkpoint, with merges and LoRAs in the weights.',
  inputs: { model, clip, vae, filename_prefix: modelPrefix('checkpoints/ComfyUI') },
  outputs: {},
  isOutput: true,

  async run({ filename_prefix, ...parts }, context) {
    context.notice(`The checkpoint was saved as ${await saveCheckpoint(filename_prefix, parts, context)}.`)
    return {}
  },
})
