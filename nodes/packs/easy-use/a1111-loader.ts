import { optional, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { promptFiles } from '../../pipeline.ts'
import { model, vae } from '../../sockets.ts'
import { batchSize, loading, loadPipe, prompt, stacks } from './loader.ts'
import { easyPipe } from './pipe.ts'

export default defineNode({
  type: 'easy a1111Loader',
  title: 'EasyLoader (A1111)',
  about: 'Loads a checkpoint with a LoRA and encodes two prompts with weights as in AUTOMATIC1111 (Easy Use).',
  inputs: {
    ...loading,
    positive: prompt('What to draw.'),
    negative: prompt('What to avoid.'),
    batch_size: batchSize,
    ...stacks,
    a1111_prompt_style: optional(
      toggle({ default: false, help: 'Read prompts as AUTOMATIC1111 does; not possible here.' }),
    ),
  },
  outputs: { pipe: easyPipe, model, vae },

  fingerprint: async ({ positive = '', negative = '' }, find) =>
    (await promptFiles(`${positive} ${negative}`, find)).map(file => file.fingerprint).join(),

  async run(inputs, context) {
    if (inputs.a1111_prompt_style) throw new Error('Turn a1111_prompt_style off: it is not possible here.')
    const pipe = await loadPipe(inputs, { normalization: 'mean', meaning: 'A1111' }, context)
    return { pipe, model: pipe.model, vae: pipe.vae }
  },
})
