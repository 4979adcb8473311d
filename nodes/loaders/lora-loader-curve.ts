import { curve } from '../../graph/node.ts'
import { readCurve } from '../../graph/widgets/numbers/curve.ts'
import { defineNode } from '../define.ts'
import { applyLora } from '../pipeline.ts'
import { model } from '../sockets.ts'
import loraLoader from './lora-loader-model-only.ts'

const limits = { min: -2, max: 2 }

export default defineNode({
  type: 'LoraLoaderCurve',
  ours: true,
  title: 'LoRA Curve',
  about: 'Adds a LoRA to a model, with a strength that changes during the sampling.',
  inputs: {
    model: loraLoader.inputs.model,
    lora_name: loraLoader.inputs.lora_name,
    strength: curve({
      ...limits,
      default: '1@0, 0@1',
      help: 'Strengths at shares of the steps, on straight lines between them. 0 is off, 1 as trained. A change does not reload the model.',
    }),
  },
  outputs: { MODEL: model },

  async run({ model, lora_name, strength }, { notice }) {
    const points = readCurve(strength, limits)
    const how = { model: points[0]!.strength, clip: 0, curve: points }
    const applied = await applyLora({ model }, lora_name, how)
    for (const message of applied.notices) notice(message)
    return { MODEL: applied.model! }
  },
})
