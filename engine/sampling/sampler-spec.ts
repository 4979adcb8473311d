/** Which algorithm a SAMPLER wire asks for, as data: it travels, hashes and prints. */
export type SamplerSpec =
  | { readonly name: SamplerName; readonly options?: SolverOptions }
  | { readonly name: 'tcd'; readonly eta: number }

/** What a sampler may be told beside its name; each takes what it knows, and its own default for the rest. */
export interface SolverOptions {
  /** 0 adds no noise, 1 the usual amount. For er_sde: that of the reverse-time SDE, instead of the solver's own. */
  readonly eta?: number
  /** Multiplies the noise that is added. */
  readonly noiseScale?: number
  /** S_churn of Karras et al. 2022, arXiv:2206.00364. */
  readonly churn?: number
  /** Where the middle of a two-stage step lies. */
  readonly r?: number
  readonly order?: number
  readonly solver?: 'midpoint' | 'heun'
  /** euler_cfg_pp: Euler's plain step on D guided once more, instead of CFG++. */
  readonly twiceGuided?: boolean
  /** dpm_adaptive: how long its steps are. */
  readonly adaptive?: StepControl
  /** sa_solver: where noise is added, and how the corrector works. */
  readonly adams?: AdamsOptions
}

export interface StepControl {
  readonly relativeTolerance?: number
  readonly absoluteTolerance?: number
  /** In ln σ. */
  readonly firstStep?: number
  /** A step is taken when the factor for the next one is at least this. */
  readonly acceptance?: number
  /** Weights of the controller: of this error, of its change, and of the change of that. */
  readonly integral?: number
  readonly proportional?: number
  readonly derivative?: number
}

export interface AdamsOptions {
  /** σ above which no noise is added. */
  readonly from?: number
  /** σ below which no noise is added. */
  readonly to?: number
  /** 0 corrects nothing. */
  readonly correctorOrder?: number
  /** Second-order steps as in the paper's own code. */
  readonly simpleOrder2?: boolean
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
