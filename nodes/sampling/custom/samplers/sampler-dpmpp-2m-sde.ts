import { samplerSpec } from '../../../../engine/sampling/sampler-row.ts'
import { dpmpp2mSde, solvers } from '../../../../engine/sampling/samplers/dpmpp-2m-sde.ts'
import { choice } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { sampler } from '../../../sockets.ts'
import { eta, noiseDevice, noiseScale } from '../../../widgets.ts'

export default defineNode({
  type: 'SamplerDPMPP_2M_SDE',
  title: 'SamplerDPMPP_2M_SDE',
  about: 'DPM-Solver++ (2M) with noise; it reuses the previous step, so each step evaluates the model once.',
  formula: dpmpp2mSde.formula,
  inputs: {
    solver_type: choice(solvers, { help: 'How the previous step is used. The pictures differ little.' }),
    eta,
    s_noise: noiseScale,
    noise_device: noiseDevice,
  },
  outputs: { SAMPLER: sampler },
  run: ({ solver_type, eta, s_noise }) => ({
    SAMPLER: samplerSpec(dpmpp2mSde, { solver: solver_type, eta, noiseScale: s_noise }),
  }),
})
