import { isFaster, type Verdict } from './packs.ts'

/** What a test found, and what follows from it. */
export function verdictInWords(verdict: Verdict | undefined): string {
  if (!verdict) return 'not tested on this machine, not used until it is tested'
  if (!verdict.passed) return ['did not pass its test, not used', ...verdict.problems].join('\n  ')
  const { pack, cpu } = verdict.times
  const [first, next, cpuFirst, cpuNext] = [pack.first, pack.next, cpu.first, cpu.next].map(ms => ms.toFixed(0))
  const times = `the first step of the small model for trying out takes ${first} ms, a further one ${next} ms; without it ${cpuFirst} and ${cpuNext} ms`
  const use = isFaster(verdict) ? 'used' : 'used only where OpenVINO is the chosen device'
  return `passed its test, ${use}; ${times}`
}
