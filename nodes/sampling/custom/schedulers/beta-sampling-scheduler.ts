import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { beta as betaSchedule, timestepFormulas } from '../../../../engine/sampling/schedules/by-timestep.ts'
import { float } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sigmas } from '../../../sockets.ts'
import { steps } from '../../../widgets.ts'

export default defineNode({
  type: 'BetaSamplingScheduler',
  title: 'BetaSamplingScheduler',
  about: 'Puts most steps at both ends, where composition and detail form, by a beta distribution.',
  formula: timestepFormulas.beta,
  inputs: {
    model,
    steps: {
      ...steps,
      help: 'The largest number of steps. With many steps some fall on the same noise level and count once.',
    },
    alpha: float({
      default: 0.6,
      min: 0,
      max: 50,
      step: 0.01,
      help: 'Below 1 more steps are at low noise, for detail; above 1 fewer. With alpha 1 and beta 1 the spacing is even.',
    }),
    beta: float({
      default: 0.6,
      min: 0,
      max: 50,
      step: 0.01,
      help: 'Below 1 more steps are at high noise, for composition; above 1 fewer.',
    }),
  },
  outputs: { SIGMAS: sigmas },
  run: ({ model, steps, alpha, beta }) => ({
    SIGMAS: Float32Array.from(betaSchedule(modelSampling(model.sampling), steps, alpha, beta)),
  }),
})
