import type { ModelSamplingSpec } from '../../../engine/sampling/model-sampling.ts'
import { tcdSigmas } from '../../../engine/sampling/schedules/few-step.ts'
import { choice, float, int } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { tcd } from '../../formulas.ts'
import { model, sampler, sigmas } from '../../sockets.ts'
import { denoise } from '../../widgets.ts'

/** What TCD LoRAs were distilled on, whatever the checkpoint says. */
export const tcdSampling: ModelSamplingSpec = { prediction: 'eps', timesteps: 'distilled', zsnr: false }

export default defineNode({
  type: 'TCDModelSamplingDiscrete',
  title: 'TCD Model Sampling Discrete',
  about:
    'Sets up 1- to 8-step sampling for a Hyper-SD 1-step LoRA or a TCD LoRA; wire all three outputs to SamplerCustom.',
  formula: tcd,
  inputs: {
    model: { ...model, help: 'With the LoRA already applied.' },
    steps: int({ default: 4, min: 1, max: 50, help: 'Hyper-SD: 1 is a quick look, 4 the sweet spot.' }),
    scheduler: choice(['simple', 'sgm_uniform'], {
      help: 'simple is the grid that TCD was trained on; sgm_uniform is found in many shared workflows.',
    }),
    denoise,
    eta: float({
      default: 0.3,
      min: 0,
      max: 1,
      step: 0.01,
      help: 'γ in the paper: 0 adds no noise between steps, 1 renews all of it. No matter with 1 step. Hyper-SD: lower for more detail.',
    }),
  },
  outputs: { MODEL: model, SAMPLER: sampler, SIGMAS: sigmas },

  run: ({ model, steps, scheduler, denoise, eta }) => ({
    MODEL: { ...model, sampling: tcdSampling },
    SAMPLER: { name: 'tcd', eta } as const,
    SIGMAS: tcdSigmas({ steps, scheduler, denoise }),
  }),
})
