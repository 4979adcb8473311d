import { extractedLora } from '../../engine/pipeline/merge-formulas.ts'
import { choice, int, optional, text, toggle } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { saveLora } from '../pipeline.ts'
import { clip, model } from '../sockets.ts'
import { loraSaved } from '../widgets.ts'

export default defineNode({
  type: 'LoraSave',
  title: 'Extract and Save Lora',
  about: 'Saves the difference of two models, as ModelMergeSubtract makes it, as a LoRA.',
  formula: extractedLora,
  inputs: {
    filename_prefix: text({
      isPath: true,
      default: 'loras/ComfyUI_extracted_lora',
      help: 'Below the output folder, as in Save Image.',
    }),
    rank: int({ default: 8, min: 1, max: 4096, help: 'Of each layer. A higher rank keeps more, in a larger file.' }),
    lora_type: choice(['standard', 'full_diff'], { help: 'full_diff stores the difference itself, in full size.' }),
    bias_diff: toggle({ default: true, help: 'Also stores the differences of biases and norms.' }),
    model_diff: optional({ ...model, help: 'The result of ModelMergeSubtract.' }),
    text_encoder_diff: optional({ ...clip, help: 'The result of CLIPMergeSubtract.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ filename_prefix, rank, lora_type: kind, bias_diff: withBiases, ...given }, context) {
    const differences = {
      ...(given.model_diff && { model: given.model_diff }),
      ...(given.text_encoder_diff && { clip: given.text_encoder_diff }),
    }
    const { path, error } = await saveLora(filename_prefix, differences, { rank, kind, withBiases }, context)
    context.notice(kind === 'standard' ? loraSaved(path, error) : `The LoRA was saved as ${path}.`)
    return {}
  },
})
