/** Which algorithm a SAMPLER wire asks for, as data: it travels, hashes and prints. */
export type SamplerSpec = { readonly name: SamplerName } | { readonly name: 'tcd'; readonly eta: number }

/** In ComfyUI's combo order; the ones that are here. */
export const samplerNames = [
  'euler',
  'euler_ancestral',
  'heun',
  'dpm_2',
  'dpm_2_ancestral',
  'lms',
  'dpmpp_sde',
  'dpmpp_2m',
  'dpmpp_2m_sde',
  'dpmpp_3m_sde',
  'ddpm',
  'lcm',
  'ddim',
  'uni_pc',
  'uni_pc_bh2',
] as const
export type SamplerName = (typeof samplerNames)[number]
