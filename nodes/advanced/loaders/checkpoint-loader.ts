import { file, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { loadCheckpoint } from '../../pipeline.ts'
import { clip, model, vae } from '../../sockets.ts'

export default defineNode({
  type: 'CheckpointLoader',
  title: 'Load Checkpoint With Config (DEPRECATED)',
  about: 'Loads a checkpoint as Load Checkpoint does. Kept for old workflows: the config is ignored.',
  inputs: {
    config_name: text({
      verbatim: true,
      help: 'Ignored: what a config says is detected from the file. Kept for ComfyUI’s workflows.',
    }),
    ckpt_name: file('checkpoints', { help: 'A file of models/checkpoints. Its family is detected.' }),
  },
  outputs: { MODEL: model, CLIP: clip, VAE: vae },

  async run({ config_name, ckpt_name }, { notice }) {
    if (config_name !== '') notice(`${config_name} is ignored: what ${ckpt_name.name} is, is detected from the file`)
    const parts = await loadCheckpoint(ckpt_name)
    return { MODEL: parts.model, CLIP: parts.clip, VAE: parts.vae }
  },
})
