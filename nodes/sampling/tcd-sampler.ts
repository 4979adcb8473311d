import { tcdSigmas } from '../../engine/sampling/schedules/few-step.ts'
import { float, int } from '../../graph/node.ts'
import { tcdSampling } from '../advanced/model/tcd-model-sampling-discrete.ts'
import { defineNode } from '../define.ts'
import { tcd } from '../formulas.ts'
import { sampleLatent } from '../pipeline.ts'
import { conditioning, latent, model } from '../sockets.ts'
import { denoise, seed } from '../widgets.ts'

export default defineNode({
  type: 'TCDSampler',
  title: 'TCD Sampler',
  about: 'Draws in 1 to 8 steps with a Hyper-SD 1-step LoRA or a TCD LoRA on the model (arXiv:2402.19159).',
  formula: tcd,
  inputs: {
    model: { ...model, help: 'With Hyper-SD15-1step-lora, Hyper-SDXL-1step-lora or a TCD LoRA at strength 1.' },
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid; unused at cfg 1.' },
    latent: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
    seed,
    steps: int({
      default: 4,
      min: 1,
      max: 50,
      help: 'Hyper-SD: 1 is a quick look, 4 the sweet spot, more than 8 a waste.',
    }),
    cfg: float({
      default: 1,
      min: 0,
      max: 20,
      step: 0.1,
      round: 0.01,
      help: 'Keep 1: these LoRAs were trained with guidance inside. Above 2 colours burn.',
    }),
    eta: float({
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'γ in the paper: 0 adds no noise between steps, 1 renews all of it. No matter with 1 step. With Hyper-SD lower it for more detail, with a TCD LoRA raise it when steps rise.',
    }),
    denoise,
  },
  outputs: { LATENT: latent },

  async run({ model, positive, negative, cfg, latent, seed, steps, denoise, eta }, context) {
    const request = {
      guider: { kind: 'cfg', model: { ...model, sampling: tcdSampling }, positive, negative, cfg },
      noise: { seed, added: true },
      latent,
      sampler: { name: 'tcd', eta },
      sigmas: tcdSigmas({ steps, scheduler: 'simple', denoise }),
    } as const
    return { LATENT: (await sampleLatent(request, context)).latent }
  },
})
