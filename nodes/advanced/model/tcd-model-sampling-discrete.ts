import { samplerSpec } from '../../../engine/sampling/sampler-row.ts'
import { tcd, tcdSampling } from '../../../engine/sampling/samplers/tcd.ts'
import { tcdSigmas } from '../../../engine/sampling/schedules/few-step.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model, sampler, sigmas } from '../../sockets.ts'
import { denoise, tcdEta, tcdSteps } from '../../widgets.ts'

export default defineNode({
  type: 'TCDModelSamplingDiscrete',
  title: 'TCD Model Sampling Discrete',
  about: 'Sets up 1- to 8-step sampling for a Hyper-SD 1-step or TCD LoRA; wire its three outputs to SamplerCustom.',
  formula: tcd.formula,
  inputs: {
    model: { ...model, help: 'The model with the LoRA already applied.' },
    steps: tcdSteps,
    scheduler: choice(['simple', 'sgm_uniform'], {
      help: 'simple has the timesteps that TCD was trained on. Many shared workflows have sgm_uniform.',
    }),
    denoise,
    eta: tcdEta,
  },
  outputs: { MODEL: model, SAMPLER: sampler, SIGMAS: sigmas },

  run: ({ model, steps, scheduler, denoise, eta }) => ({
    MODEL: { ...model, sampling: tcdSampling },
    SAMPLER: samplerSpec(tcd, { eta }),
    SIGMAS: tcdSigmas({ steps, scheduler, denoise }),
  }),
})
