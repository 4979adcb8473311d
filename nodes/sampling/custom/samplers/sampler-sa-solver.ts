import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { float, int, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

const percent = { min: 0, max: 1, step: 0.001 }

export default defineNode({
  type: 'SamplerSASolver',
  title: 'SamplerSASolver',
  about:
    'Predicts each step from several past ones and corrects it, with noise in the part of the sampling you choose.',
  formula: {
    lines: [
      'x′ = (σ′/σ)·e^(−τ²h)·x + Σₖ bₖ·Dₖ + σ′·√(1 − e^(−2τ²h))·z',
      'bₖ = m·∫ e^(m(u − λ′))·ℓₖ(u) du,  m = 1 + τ²',
    ],
    source: 'Xue et al. 2023, arXiv:2309.05019',
  },
  inputs: {
    model: { ...model, help: 'Says which noise levels the percentages are.' },
    eta: { ...eta, max: 10, help: `${eta.help} τ in the paper.` },
    sde_start_percent: float({
      default: 0.2,
      ...percent,
      help: 'Noise is added from here on: 0 is the start of the sampling.',
    }),
    sde_end_percent: float({ default: 0.8, ...percent, help: 'No noise is added from here on: 1 is the end.' }),
    s_noise: noiseScale,
    predictor_order: int({ default: 3, min: 1, max: 6, help: 'How many steps the prediction is made from.' }),
    corrector_order: int({
      default: 4,
      min: 0,
      max: 6,
      help: 'How many steps the correction is made from; 0 corrects nothing.',
    }),
    use_pece: toggle({ default: false, help: 'Look again after the correction: twice the time, a little finer.' }),
    simple_order_2: toggle({
      default: false,
      help: "Where two steps are used, use them as the authors' own code does.",
    }),
  },
  outputs: { SAMPLER: sampler },

  run: inputs => {
    const { percentToSigma } = modelSampling(inputs.model.sampling)
    const adams = {
      from: percentToSigma(inputs.sde_start_percent),
      to: percentToSigma(inputs.sde_end_percent),
      correctorOrder: inputs.corrector_order,
      simpleOrder2: inputs.simple_order_2,
    }
    const options = { eta: inputs.eta, noiseScale: inputs.s_noise, order: inputs.predictor_order, adams }
    return { SAMPLER: { name: inputs.use_pece ? 'sa_solver_pece' : 'sa_solver', options } as const }
  },
})
