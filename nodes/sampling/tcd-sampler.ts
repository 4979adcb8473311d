import { samplerSpec } from '../../engine/sampling/sampler-row.ts'
import { tcd, tcdSampling } from '../../engine/sampling/samplers/tcd.ts'
import { tcdSigmas } from '../../engine/sampling/schedules/few-step.ts'
import { float } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { sampleLatent } from '../pipeline.ts'
import { conditioning, latent, model } from '../sockets.ts'
import { denoise, seed, tcdEta, tcdSteps } from '../widgets.ts'

export default defineNode({
  type: 'TCDSampler',
  ours: true,
  title: 'TCD Sampler',
  about: 'Samples in 1 to 8 steps, for a model with a Hyper-SD 1-step LoRA or a TCD LoRA.',
  formula: tcd.formula,
  inputs: {
    model: { ...model, help: 'A model with Hyper-SD15-1step-lora, Hyper-SDXL-1step-lora or a TCD LoRA at strength 1.' },
    positive: { ...conditioning, help: 'What to draw.' },
    negative: { ...conditioning, help: 'What to avoid. Ignored at cfg 1.' },
    latent: { ...latent, help: 'An empty latent, or an encoded picture to change.' },
    seed,
    steps: tcdSteps,
    cfg: float({
      default: 1,
      min: 0,
      max: 20,
      step: 0.1,
      round: 0.01,
      help: 'Keep 1: these LoRAs were trained with guidance built in. Above 2, colours oversaturate.',
    }),
    eta: tcdEta,
    denoise,
  },
  outputs: { LATENT: latent },

  async run({ model, positive, negative, cfg, latent, seed, steps, denoise, eta }, context) {
    const request = {
      guider: { kind: 'cfg', model: { ...model, sampling: tcdSampling }, positive, negative, cfg },
      noise: { seed, added: true },
      latent,
      sampler: samplerSpec(tcd, { eta }),
      sigmas: tcdSigmas({ steps, scheduler: 'simple', denoise }),
    } as const
    return { LATENT: (await sampleLatent(request, context)).latent }
  },
})
