import { modelSampling } from '../../../../engine/sampling/model-sampling.ts'
import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { saSolver, saSolverPece } from '../../../../engine/sampling/samplers/sa-solver.ts'
import { float, int, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { model, sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

const percent = { min: 0, max: 1, step: 0.001 }

export default defineNode({
  type: 'SamplerSASolver',
  title: 'SamplerSASolver',
  about:
    'Stochastic Adams solver: predicts each step from previous ones and corrects it; adds noise in the range you set.',
  formula: saSolver.formula,
  inputs: {
    model: { ...model, help: 'The model whose noise levels the percentages refer to.' },
    eta: { ...eta, max: 10, help: `${eta.help} τ in the paper.` },
    sde_start_percent: float({
      default: 0.2,
      ...percent,
      help: 'Noise is added from this share of the sampling on. 0 is the start.',
    }),
    sde_end_percent: float({
      default: 0.8,
      ...percent,
      help: 'Noise is added up to this share of the sampling. 1 is the end.',
    }),
    s_noise: noiseScale,
    predictor_order: int({ default: 3, min: 1, max: 6, help: 'How many steps the predictor uses.' }),
    corrector_order: int({ default: 4, min: 0, max: 6, help: 'How many steps the corrector uses. 0 turns it off.' }),
    use_pece: toggle({
      default: false,
      help: 'Evaluate the model again after each correction: twice the time, slightly more exact.',
    }),
    simple_order_2: toggle({ default: false, help: "Compute steps of order 2 as the authors' own code does." }),
  },
  outputs: { SAMPLER: sampler },

  run: inputs => {
    const { percentToSigma } = modelSampling(inputs.model.sampling)
    const options = {
      eta: inputs.eta,
      noiseScale: inputs.s_noise,
      order: inputs.predictor_order,
      correctorOrder: inputs.corrector_order,
      simpleOrder2: inputs.simple_order_2,
      from: percentToSigma(inputs.sde_start_percent),
      to: percentToSigma(inputs.sde_end_percent),
    }
    return { SAMPLER: samplerSpec(inputs.use_pece ? saSolverPece : saSolver, options) }
  },
})
