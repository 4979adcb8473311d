import { hypernetworkFormula } from '../../engine/pipeline/patches/formulas.ts'
import { patched } from '../../engine/pipeline/types.ts'
import { file, float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { readHypernetwork } from '../pipeline.ts'
import { model } from '../sockets.ts'

export default defineNode({
  type: 'HypernetworkLoader',
  title: 'HypernetworkLoader',
  about: 'Adds a hypernetwork: small networks that change what the attention of the UNet reads.',
  formula: hypernetworkFormula,
  inputs: {
    model,
    hypernetwork_name: file('hypernetworks', { help: 'A file of models/hypernetworks, made for the same family.' }),
    strength: float({
      default: 1,
      min: -10,
      max: 10,
      step: 0.01,
      help: '0 is off, 1 as trained. A change does not reload the model.',
    }),
  },
  outputs: { MODEL: model },

  async run({ model, hypernetwork_name, strength }) {
    return { MODEL: patched(model, await readHypernetwork(hypernetwork_name, strength)) }
  },
})
