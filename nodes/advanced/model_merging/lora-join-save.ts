import { joinedLoras } from '../../../engine/pipeline/merge-formulas.ts'
import { int, optional, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { saveJoinedLoras } from '../../pipeline.ts'
import { clip, model } from '../../sockets.ts'
import { loraSaved } from '../../widgets.ts'

export default defineNode({
  type: 'LoraJoinSave',
  ours: true,
  title: 'Save LoRAs As One',
  about: 'Saves all LoRAs of a model, with their strengths, as one LoRA, such as two few-step LoRAs.',
  formula: joinedLoras,
  inputs: {
    model: { ...model, help: 'A model with LoRAs: pictures that it samples are the preview.' },
    rank: int({
      default: 64,
      min: 1,
      max: 4096,
      help: 'Of each layer. The ranks of all LoRAs together lose nothing; a lower rank makes a smaller file.',
    }),
    filename_prefix: text({
      isPath: true,
      default: 'loras/joined',
      help: 'Below the output folder, as in Save Image.',
    }),
    clip: optional({ ...clip, help: 'The text encoders with the same LoRAs.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ model, clip, rank, filename_prefix }, context) {
    const parts = { model, ...(clip && { clip }) }
    const { path, error } = await saveJoinedLoras(filename_prefix, parts, rank, context)
    context.notice(loraSaved(path, error))
    return {}
  },
})
