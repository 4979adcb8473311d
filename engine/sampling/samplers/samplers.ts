/** Every sampler by the name its widget shows. */
import type { Sampler } from '../sampler.ts'
import type { SamplerName } from '../sampler-spec.ts'
import { ddpm } from './ddpm.ts'
import { dpm2, dpm2Ancestral } from './dpm-2.ts'
import { dpmpp2m } from './dpmpp-2m.ts'
import { dpmpp2mSde } from './dpmpp-2m-sde.ts'
import { dpmpp3mSde } from './dpmpp-3m-sde.ts'
import { dpmppSde } from './dpmpp-sde.ts'
import { euler } from './euler.ts'
import { eulerAncestral } from './euler-ancestral.ts'
import { heun } from './heun.ts'
import { lcm } from './lcm.ts'
import { lms } from './lms.ts'
import { uniPc } from './uni-pc.ts'

export interface NamedSampler {
  readonly run: Sampler
  /** `brownian`: noise of neighbouring steps belongs to one path. `fresh`: independent, if any. */
  readonly noise: 'fresh' | 'brownian'
}

const fresh = (run: Sampler): NamedSampler => ({ run, noise: 'fresh' })
const brownian = (run: Sampler): NamedSampler => ({ run, noise: 'brownian' })

export const samplers: Readonly<Record<SamplerName, NamedSampler>> = {
  euler: fresh(euler()),
  euler_ancestral: fresh(eulerAncestral()),
  heun: fresh(heun),
  dpm_2: fresh(dpm2),
  dpm_2_ancestral: fresh(dpm2Ancestral()),
  lms: fresh(lms()),
  dpmpp_sde: brownian(dpmppSde()),
  dpmpp_2m: fresh(dpmpp2m),
  dpmpp_2m_sde: brownian(dpmpp2mSde()),
  dpmpp_3m_sde: brownian(dpmpp3mSde()),
  ddpm: fresh(ddpm),
  lcm: fresh(lcm),
  ddim: fresh(euler()),
  uni_pc: fresh(uniPc('bh1')),
  uni_pc_bh2: fresh(uniPc('bh2')),
}
