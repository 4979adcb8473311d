/** Where ComfyUI's name is not A1111's in lower case with `_` for spaces and `pp` for `++`. */
const samplers: Readonly<Record<string, string>> = {
  euler_a: 'euler_ancestral',
  dpm2: 'dpm_2',
  dpm2_a: 'dpm_2_ancestral',
  dpmpp_2s_a: 'dpmpp_2s_ancestral',
  unipc: 'uni_pc',
}

/** By the schedule's name in A1111, or as the last word of an older sampler name. */
const schedulers: Readonly<Record<string, string>> = {
  karras: 'karras',
  exponential: 'exponential',
  sgm_uniform: 'sgm_uniform',
  simple: 'simple',
  normal: 'normal',
  uniform: 'normal',
  kl_optimal: 'kl_optimal',
  ddim: 'ddim_uniform',
  beta: 'beta',
}

/** What A1111 takes for the schedule `Automatic`; `normal` for every other sampler. */
const automatic: Readonly<Record<string, string>> = {
  dpmpp_2m: 'karras',
  dpmpp_sde: 'karras',
  dpmpp_2s_a: 'karras',
  dpm2: 'karras',
  dpm2_a: 'karras',
  dpmpp_2m_sde: 'exponential',
  dpmpp_2m_sde_heun: 'exponential',
  dpmpp_3m_sde: 'exponential',
}

/** `DPM++ 2M Karras` → dpmpp_2m, karras. A schedule that ComfyUI lacks becomes `normal`. */
export function readSampler(name: string, scheduleType: string | undefined) {
  const words = snakeCase(name)
  const suffix = ['karras', 'exponential'].find(schedule => words.endsWith(`_${schedule}`))
  const sampler = suffix ? words.slice(0, -suffix.length - 1) : words
  const given = scheduleType === undefined ? suffix : snakeCase(scheduleType)
  const schedule = given === 'automatic' ? lookUp(automatic, sampler) : given
  return { sampler: lookUp(samplers, sampler) ?? sampler, scheduler: lookUp(schedulers, schedule ?? '') ?? 'normal' }
}

const snakeCase = (name: string) => name.toLowerCase().replaceAll('++', 'pp').replaceAll(' ', '_')
const lookUp = (table: Readonly<Record<string, string>>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined
