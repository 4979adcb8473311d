/** Which algorithm a SAMPLER wire asks for, as data: it travels, hashes and prints. */
export type SamplerSpec =
  | { readonly name: SamplerName; readonly options?: SolverOptions }
  | { readonly name: 'tcd'; readonly eta: number }

/** What a sampler may be told beside its name; each takes what it knows, and its own default for the rest. */
export interface SolverOptions {
  /** 0 adds no noise, 1 the usual amount. */
  readonly eta?: number
  /** Multiplies the noise that is added. */
  readonly noiseScale?: number
  /** S_churn of Karras et al. 2022, arXiv:2206.00364. */
  readonly churn?: number
  /** Where the middle of a two-stage step lies. */
  readonly r?: number
  readonly order?: number
  readonly solver?: 'midpoint' | 'heun'
  readonly relativeTolerance?: number
  readonly absoluteTolerance?: number
}

/** In ComfyUI's combo order. */
export const samplerNames = [
  'euler',
  'euler_cfg_pp',
  'euler_ancestral',
  'euler_ancestral_cfg_pp',
  'heun',
  'heunpp2',
  'dpm_2',
  'dpm_2_ancestral',
  'lms',
  'dpm_fast',
  'dpm_adaptive',
  'dpmpp_2s_ancestral',
  'dpmpp_2s_ancestral_cfg_pp',
  'dpmpp_sde',
  'dpmpp_sde_gpu',
  'dpmpp_2m',
  'dpmpp_2m_cfg_pp',
  'dpmpp_2m_sde',
  'dpmpp_2m_sde_gpu',
  'dpmpp_2m_sde_heun',
  'dpmpp_2m_sde_heun_gpu',
  'dpmpp_3m_sde',
  'dpmpp_3m_sde_gpu',
  'ddpm',
  'lcm',
  'ipndm',
  'ipndm_v',
  'deis',
  'res_multistep',
  'res_multistep_cfg_pp',
  'res_multistep_ancestral',
  'res_multistep_ancestral_cfg_pp',
  'gradient_estimation',
  'gradient_estimation_cfg_pp',
  'er_sde',
  'seeds_2',
  'seeds_3',
  'sa_solver',
  'sa_solver_pece',
  'ddim',
  'uni_pc',
  'uni_pc_bh2',
] as const
export type SamplerName = (typeof samplerNames)[number]
