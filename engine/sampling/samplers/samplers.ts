/** Every sampler by the name its widget shows. */
import type { ModelSampling } from '../model-sampling.ts'
import type { Denoise, Denoiser, GuidedDenoise, Sampler } from '../sampler.ts'
import type { SamplerName, SolverOptions } from '../sampler-spec.ts'
import { withoutUncond } from './cfg-pp.ts'
import { ddpm } from './ddpm.ts'
import { deis } from './deis.ts'
import { dpm2, dpm2Ancestral } from './dpm-2.ts'
import { dpmAdaptive } from './dpm-adaptive.ts'
import { dpmFast } from './dpm-solver.ts'
import { dpmpp2m } from './dpmpp-2m.ts'
import { dpmpp2mSde } from './dpmpp-2m-sde.ts'
import { dpmpp2sAncestral, dpmpp2sAncestralCfgPp } from './dpmpp-2s-ancestral.ts'
import { dpmpp3mSde } from './dpmpp-3m-sde.ts'
import { dpmppSde } from './dpmpp-sde.ts'
import { erSde } from './er-sde.ts'
import { euler } from './euler.ts'
import { eulerAncestral } from './euler-ancestral.ts'
import { eulerTwiceGuided } from './euler-twice-guided.ts'
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

type Make<D> = (options: SolverOptions, sampling: ModelSampling) => Sampler<D>

export interface NamedSampler {
  readonly make: Make<Denoiser>
  /** Where its noise, if any, comes from; see `noiseSource`. */
  readonly noise: 'own' | 'continued' | 'brownian'
}

/** For samplers that know nothing of guidance. */
export const plain =
  (sampler: Sampler): Sampler<Denoiser> =>
  ({ denoise }, ...rest) =>
    sampler(denoise, ...rest)

const withNoise =
  (noise: NamedSampler['noise']) =>
  (make: Make<Denoise>): NamedSampler => ({ make: (...how) => plain(make(...how)), noise })
const [own, continued, brownian] = [withNoise('own'), withNoise('continued'), withNoise('brownian')]
const fixed = (sampler: Sampler): NamedSampler => own(() => sampler)

const cfgPp = (make: Make<GuidedDenoise>): NamedSampler => ({
  make:
    (...how) =>
    ({ guided }, ...rest) =>
      make(...how)(guided, ...rest),
  noise: 'own',
})
/** The same solver without CFG++. */
const unguided = (make: Make<GuidedDenoise>): NamedSampler => own((...how) => withoutUncond(make(...how)))

const noiseless =
  <D>(make: (options: SolverOptions) => Sampler<D>) =>
  (options: SolverOptions) =>
    make({ ...options, eta: 0 })

/** Noise in the middle 60 % of the timesteps. */
const middle = ({ percentToSigma }: ModelSampling) => ({ from: percentToSigma(0.2), to: percentToSigma(0.8) })
const adams =
  (how: { pece: boolean }): Make<Denoise> =>
  (options, sampling) =>
    saSolver({ ...options, adams: { ...middle(sampling), ...options.adams } }, how)

const dpmpp2mSdeHeun = brownian(options => dpmpp2mSde({ ...options, solver: 'heun' }))

/** `_gpu` names ComfyUI's variants with noise from the graphics card; here their noise is the CPU's too. */
export const samplers: Readonly<Record<SamplerName, NamedSampler>> = {
  euler: continued(euler),
  euler_cfg_pp: cfgPp(options => (options.twiceGuided ? eulerTwiceGuided : noiseless(eulerAncestral)(options))),
  euler_ancestral: unguided(eulerAncestral),
  euler_ancestral_cfg_pp: cfgPp(eulerAncestral),
  heun: fixed(heun),
  heunpp2: fixed(heunPp2),
  dpm_2: fixed(dpm2),
  dpm_2_ancestral: own(dpm2Ancestral),
  lms: own(lms),
  dpm_fast: fixed(dpmFast),
  dpm_adaptive: own(dpmAdaptive),
  dpmpp_2s_ancestral: unguided(dpmpp2sAncestral),
  dpmpp_2s_ancestral_cfg_pp: cfgPp(dpmpp2sAncestralCfgPp),
  dpmpp_sde: brownian(dpmppSde),
  dpmpp_sde_gpu: brownian(dpmppSde),
  dpmpp_2m: unguided(() => dpmpp2m),
  dpmpp_2m_cfg_pp: cfgPp(() => dpmpp2m),
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
  res_multistep: unguided(noiseless(resMultistep)),
  res_multistep_cfg_pp: cfgPp(noiseless(resMultistep)),
  res_multistep_ancestral: unguided(resMultistep),
  res_multistep_ancestral_cfg_pp: cfgPp(resMultistep),
  gradient_estimation: unguided(() => gradientEstimation),
  gradient_estimation_cfg_pp: cfgPp(() => gradientEstimation),
  er_sde: own(erSde),
  seeds_2: fixed(seedsOf2Stages),
  seeds_3: fixed(seedsOf3Stages),
  sa_solver: own(adams({ pece: false })),
  sa_solver_pece: own(adams({ pece: true })),
  ddim: continued(euler),
  uni_pc: fixed(uniPc('bh1')),
  uni_pc_bh2: fixed(uniPc('bh2')),
}
