import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { dpmAdaptive } from '../../../../engine/sampling/samplers/dpm-adaptive.ts'
import { float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseScale } from '../../../widgets.ts'

const coefficient = { min: 0, max: 100, step: 0.01 }

export default defineNode({
  type: 'SamplerDPMAdaptative',
  title: 'SamplerDPMAdaptative',
  about: 'DPM-Solver with steps as long as the allowed error permits; only the first and last noise level are used.',
  formula: dpmAdaptive.formula,
  inputs: {
    order: int({
      default: 3,
      min: 2,
      max: 3,
      help: 'Solver order. Order 3 evaluates the model more often and takes longer steps.',
    }),
    rtol: float({
      default: 0.05,
      ...coefficient,
      help: 'Allowed error relative to the value. Lower is slower and more exact.',
    }),
    atol: float({
      default: 0.0078,
      ...coefficient,
      help: 'Allowed error where values are near 0. Lower is slower and more exact.',
    }),
    h_init: float({ default: 0.05, ...coefficient, help: 'Length of the first step in ln σ. Must be above 0.' }),
    pcoeff: float({
      default: 0,
      ...coefficient,
      help: 'P coefficient of the step controller: the weight of the change of the error.',
    }),
    icoeff: float({
      default: 1,
      ...coefficient,
      help: 'I coefficient of the step controller: the weight of the error itself. Keep 1.',
    }),
    dcoeff: float({
      default: 0,
      ...coefficient,
      help: 'D coefficient of the step controller: the weight of the change of that change.',
    }),
    accept_safety: float({
      default: 0.81,
      ...coefficient,
      help: 'A step is accepted when the controller would multiply its length by at least this. Must be below 1.',
    }),
    eta: { ...eta, default: 0 },
    s_noise: noiseScale,
  },
  outputs: { SAMPLER: sampler },

  run: inputs => ({
    SAMPLER: samplerSpec(dpmAdaptive, {
      order: inputs.order,
      eta: inputs.eta,
      noiseScale: inputs.s_noise,
      relativeTolerance: inputs.rtol,
      absoluteTolerance: inputs.atol,
      firstStep: inputs.h_init,
      proportional: inputs.pcoeff,
      integral: inputs.icoeff,
      derivative: inputs.dcoeff,
      acceptance: inputs.accept_safety,
    }),
  }),
})
