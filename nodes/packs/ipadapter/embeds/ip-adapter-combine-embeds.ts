import { combineEmbeds, combineFormula, embedCombinations } from '../../../../engine/pipeline/ip-adapter/combine.ts'
import { stack } from '../../../../engine/tensor/tensor.ts'
import { choice, optional } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { embeds } from '../../../sockets.ts'

const another = optional({ ...embeds, help: 'Another picture, of the same adapter.' })

export default defineNode({
  type: 'IPAdapterCombineEmbeds',
  title: 'IPAdapter Combine Embeds',
  about: 'Combines encoded pictures into one, or keeps them all (IPAdapter plus).',
  formula: combineFormula,
  inputs: {
    embed1: embeds,
    method: choice(embedCombinations, { help: 'concat keeps all pictures; subtract takes the others from the first.' }),
    embed2: another,
    embed3: another,
    embed4: another,
    embed5: another,
  },
  outputs: { EMBEDS: embeds },

  run({ method, embed1, ...others }) {
    const all = [embed1, others.embed2, others.embed3, others.embed4, others.embed5]
    return { EMBEDS: combineEmbeds(stack(all.filter(one => one !== undefined)), method) }
  },
})
