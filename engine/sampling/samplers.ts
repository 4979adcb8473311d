/** The table of samplers: one row for each, in the order in which a KSampler lists them. */
import { RangeInputError } from '../errors.ts'
import type { SamplerRow } from './sampler-row.ts'
import { cfgPpUd10Ab } from './samplers/cfgpp-ud10-ab.ts'
import { ddpm } from './samplers/ddpm.ts'
import { deis } from './samplers/deis.ts'
import { dpm2, dpm2Ancestral } from './samplers/dpm-2.ts'
import { dpmAdaptive } from './samplers/dpm-adaptive.ts'
import { dpmFast } from './samplers/dpm-fast.ts'
import { dpmpp2m, dpmpp2mCfgPp } from './samplers/dpmpp-2m.ts'
import { dpmpp2mSde, dpmpp2mSdeGpu, dpmpp2mSdeHeun, dpmpp2mSdeHeunGpu } from './samplers/dpmpp-2m-sde.ts'
import { dpmpp2sAncestral, dpmpp2sAncestralCfgPp } from './samplers/dpmpp-2s-ancestral.ts'
import { dpmpp3mSde, dpmpp3mSdeGpu } from './samplers/dpmpp-3m-sde.ts'
import { dpmppSde, dpmppSdeGpu } from './samplers/dpmpp-sde.ts'
import { erSde } from './samplers/er-sde.ts'
import { ddim, euler } from './samplers/euler.ts'
import { eulerAncestral, eulerAncestralCfgPp } from './samplers/euler-ancestral.ts'
import { eulerCfgPp } from './samplers/euler-cfg-pp.ts'
import { expHeun2X0 } from './samplers/exp-heun-2-x0.ts'
import { gradientEstimation, gradientEstimationCfgPp } from './samplers/gradient-estimation.ts'
import { heun } from './samplers/heun.ts'
import { heunPp2 } from './samplers/heun-pp-2.ts'
import { ipndm } from './samplers/ipndm.ts'
import { ipndmV } from './samplers/ipndm-v.ts'
import { lcm } from './samplers/lcm.ts'
import { lcmAlternative, lcmCycle, lcmDualNoise } from './samplers/lcm-alternative.ts'
import { lms } from './samplers/lms.ts'
import {
  resMultistep,
  resMultistepAncestral,
  resMultistepAncestralCfgPp,
  resMultistepCfgPp,
} from './samplers/res-multistep.ts'
import { saSolver, saSolverPece } from './samplers/sa-solver.ts'
import { expHeun2X0Sde, seeds2, seeds3 } from './samplers/seeds.ts'
import { tcd } from './samplers/tcd.ts'
import { uniPc, uniPcBh2 } from './samplers/uni-pc.ts'

// biome-ignore lint/suspicious/noExplicitAny: samplers of unlike options share one table.
type AnySampler = SamplerRow<any>

/** ComfyUI's, in the order of its widget. */
const comfyui: readonly AnySampler[] = [
  euler,
  eulerCfgPp,
  eulerAncestral,
  eulerAncestralCfgPp,
  heun,
  heunPp2,
  dpm2,
  dpm2Ancestral,
  lms,
  dpmFast,
  dpmAdaptive,
  dpmpp2sAncestral,
  dpmpp2sAncestralCfgPp,
  dpmppSde,
  dpmppSdeGpu,
  dpmpp2m,
  dpmpp2mCfgPp,
  dpmpp2mSde,
  dpmpp2mSdeGpu,
  dpmpp2mSdeHeun,
  dpmpp2mSdeHeunGpu,
  dpmpp3mSde,
  dpmpp3mSdeGpu,
  ddpm,
  lcm,
  ipndm,
  ipndmV,
  deis,
  resMultistep,
  resMultistepCfgPp,
  resMultistepAncestral,
  resMultistepAncestralCfgPp,
  gradientEstimation,
  gradientEstimationCfgPp,
  erSde,
  seeds2,
  seeds3,
  saSolver,
  saSolverPece,
  ddim,
  uniPc,
  uniPcBh2,
]

/** Those that ComfyUI does not have, or only as an extension. */
const others: readonly AnySampler[] = [
  tcd,
  lcmAlternative,
  lcmCycle,
  lcmDualNoise,
  expHeun2X0,
  expHeun2X0Sde,
  cfgPpUd10Ab,
]

export const samplers: readonly AnySampler[] = [...comfyui, ...others]

/** The names that a KSampler offers. */
export const samplerNames = samplers.filter(({ offered }) => offered !== 'own-node').map(({ name }) => name) as [
  string,
  ...string[],
]

/** @throws RangeInputError when there is no sampler of this name */
export function samplerOf(name: string): AnySampler {
  const row = samplers.find(row => row.name === name)
  if (!row) throw new RangeInputError(`There is no sampler ${name}; expected one of ${samplerNames.join(', ')}.`)
  return row
}
