/** Every sampler by the name its widget shows. */
import type { ModelSampling } from '../model-sampling.ts'
import type { Sampler } from '../sampler.ts'
import type { SamplerName, SolverOptions } from '../sampler-spec.ts'
import { ddpm } from './ddpm.ts'
import { deis } from './deis.ts'
import { dpm2, dpm2Ancestral } from './dpm-2.ts'
import { dpmAdaptive } from './dpm-adaptive.ts'
import { dpmFast } from './dpm-solver.ts'
import { dpmpp2m } from './dpmpp-2m.ts'
import { dpmpp2mSde } from './dpmpp-2m-sde.ts'
import { dpmpp2sAncestral } from './dpmpp-2s-ancestral.ts'
import { dpmpp3mSde } from './dpmpp-3m-sde.ts'
import { dpmppSde } from './dpmpp-sde.ts'
import { erSde } from './er-sde.ts'
import { euler } from './euler.ts'
import { eulerAncestral } from './euler-ancestral.ts'
import { gradientEstimation } from './gradient-estimation.ts'
import { heun } from './heun.ts'
import { heunPp2 } from './heun-pp-2.ts'
import { ipndm } from './ipndm.ts'
import { ipndmV } from './ipndm-v.ts'
import { lcm } from './lcm.ts'
import { lms } from './lms.ts'
import { resMultistep } from './res-multistep.ts'
import { saSolver } from './sa-solver.ts'
import { seedsOf2Stages, seedsOf3Stages } from './seeds.ts'
import { uniPc } from './uni-pc.ts'

export interface NamedSampler {
  readonly make: (options: SolverOptions, sampling: ModelSampling) => Sampler
  /** Where its noise, if any, comes from; see `noiseSource`. */
  readonly noise: 'own' | 'continued' | 'brownian'
}

const own = (make: NamedSampler['make']): NamedSampler => ({ make, noise: 'own' })
const continued = (make: NamedSampler['make']): NamedSampler => ({ make, noise: 'continued' })
const brownian = (make: NamedSampler['make']): NamedSampler => ({ make, noise: 'brownian' })
const fixed = (sampler: Sampler): NamedSampler => own(() => sampler)

/** Noise in the middle 60 % of the timesteps. */
const middle = ({ percentToSigma }: ModelSampling) => ({ from: percentToSigma(0.2), to: percentToSigma(0.8) })

const dpmpp2mSdeHeun = brownian(options => dpmpp2mSde({ ...options, solver: 'heun' }))

/** `_gpu` names ComfyUI's variants with noise from the graphics card; here their noise is the CPU's too. */
export const samplers: Readonly<Record<SamplerName, NamedSampler>> = {
  euler: continued(euler),
  euler_ancestral: own(eulerAncestral),
  heun: fixed(heun),
  heunpp2: fixed(heunPp2),
  dpm_2: fixed(dpm2),
  dpm_2_ancestral: own(dpm2Ancestral),
  lms: own(lms),
  dpm_fast: fixed(dpmFast),
  dpm_adaptive: own(dpmAdaptive),
  dpmpp_2s_ancestral: own(dpmpp2sAncestral),
  dpmpp_sde: brownian(dpmppSde),
  dpmpp_sde_gpu: brownian(dpmppSde),
  dpmpp_2m: fixed(dpmpp2m),
  dpmpp_2m_sde: brownian(dpmpp2mSde),
  dpmpp_2m_sde_gpu: brownian(dpmpp2mSde),
  dpmpp_2m_sde_heun: dpmpp2mSdeHeun,
  dpmpp_2m_sde_heun_gpu: dpmpp2mSdeHeun,
  dpmpp_3m_sde: brownian(dpmpp3mSde),
  dpmpp_3m_sde_gpu: brownian(dpmpp3mSde),
  ddpm: fixed(ddpm),
  lcm: fixed(lcm),
  ipndm: fixed(ipndm),
  ipndm_v: fixed(ipndmV),
  deis: fixed(deis),
  res_multistep: own(options => resMultistep({ ...options, eta: 0 })),
  res_multistep_ancestral: own(resMultistep),
  gradient_estimation: fixed(gradientEstimation),
  er_sde: fixed(erSde),
  seeds_2: fixed(seedsOf2Stages),
  seeds_3: fixed(seedsOf3Stages),
  sa_solver: own((_, sampling) => saSolver(middle(sampling), { pece: false })),
  sa_solver_pece: own((_, sampling) => saSolver(middle(sampling), { pece: true })),
  ddim: continued(euler),
  uni_pc: fixed(uniPc('bh1')),
  uni_pc_bh2: fixed(uniPc('bh2')),
}
