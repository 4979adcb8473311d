import { isFaster, passesGate, type Verdict } from './packs.ts'

/** What a test found, and what follows from it. */
export function verdictInWords(verdict: Verdict | undefined): string {
  if (!verdict) return 'not tested on this machine, not used until it is tested'
  if (!verdict.passed) return ['did not pass its test, not used', ...verdict.problems].join('\n  ')
  const { pack, cpu } = verdict.times
  const [first, next, cpuFirst, cpuNext] = [pack.first, pack.next, cpu.first, cpu.next].map(ms => ms.toFixed(0))
  const times = `the first step of the small model for trying out takes ${first} ms, a further one ${next} ms; without it ${cpuFirst} and ${cpuNext} ms`
  const use = isFaster(verdict) ? 'used' : 'used only where OpenVINO is the chosen device'
  return [`passed its test, ${use}; ${times}`, ...precisionInWords(verdict)].join('\n  ')
}

function precisionInWords(verdict: Verdict): string[] {
  if (!verdict.bfloat16) return []
  const { pictures, decoder } = verdict.bfloat16
  const use = passesGate(verdict) ? 'used where precision is Automatic' : 'used only where precision is Fast'
  return [
    `bfloat16: pictures ${pictures.median.toFixed(1)} dB from float32 (worst ${pictures.worst.toFixed(1)}), the decoder alone ${decoder.median.toFixed(1)} dB; ${use}`,
  ]
}
