import { defineNode } from '../../define.ts'
import { promptFiles } from '../../pipeline.ts'
import { model, vae } from '../../sockets.ts'
import { batchSize, loading, loadPipe, prompt, stacks } from './loader.ts'
import { easyPipe } from './pipe.ts'

export default defineNode({
  type: 'easy comfyLoader',
  title: 'EasyLoader (Comfy)',
  about: 'Loads a checkpoint with a LoRA, encodes two prompts and makes an empty latent (Easy Use).',
  inputs: {
    ...loading,
    positive: prompt('What to draw.'),
    negative: prompt('What to avoid.'),
    batch_size: batchSize,
    ...stacks,
  },
  outputs: { pipe: easyPipe, model, vae },

  fingerprint: async ({ positive = '', negative = '' }, find) =>
    (await promptFiles(`${positive} ${negative}`, find)).map(file => file.fingerprint).join(),

  async run(inputs, context) {
    const pipe = await loadPipe(inputs, { normalization: 'none', meaning: 'comfy' }, context)
    return { pipe, model: pipe.model, vae: pipe.vae }
  },
})
