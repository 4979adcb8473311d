import { expertLayers } from '../../../engine/checkpoint/keys/mixture-keys.ts'
import { gateVectors } from '../../../engine/pipeline/mixture/formula.ts'
import { choice, float, int, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { buildMixture } from '../../pipeline.ts'
import { expert, model } from '../../sockets.ts'
import { seed } from '../../widgets.ts'

const size = int({ default: 512, min: 16, max: 4096, step: 8, help: 'Of the pictures that the gates are measured on.' })

export default defineNode({
  type: 'MixtureOfExperts',
  title: 'Mixture of Experts',
  about:
    'Makes one model of two to four: each layer chooses the experts whose own prompts it recognises, as SegMoE does. Save Model saves it.',
  ours: true,
  formula: gateVectors,
  inputs: {
    base: { ...model, help: 'All layers but those of the experts. Its LoRAs act on every expert.' },
    expert_1: expert,
    expert_2: expert,
    expert_3: optional(expert),
    expert_4: optional(expert),
    layers: choice(expertLayers, {
      help: 'attn: the projections of the attentions. ff: the feed-forwards. all: both, for the most memory.',
    }),
    experts_per_layer: int({
      default: 2,
      min: 1,
      max: 4,
      help: 'How many experts act in a layer. Each takes its share of the time; a change loads nothing.',
    }),
    steps: int({ default: 25, min: 2, max: 100, help: 'Of each expert, while the gates are measured.' }),
    cfg: float({ default: 7.5, min: 1, max: 30, step: 0.1, help: 'The guidance while the gates are measured.' }),
    seed,
    width: size,
    height: size,
  },
  outputs: { MODEL: model },

  async run({ base, layers, experts_per_layer: count, expert_1, expert_2, expert_3, expert_4, ...how }, context) {
    const experts = [expert_1, expert_2, expert_3, expert_4].filter(expert => expert !== undefined)
    return { MODEL: await buildMixture({ base, experts, layers, count, ...how }, context) }
  },
})
