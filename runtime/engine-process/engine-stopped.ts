import type { Exit } from './channel.ts'

/** The engine process ended while it was needed. The next run starts a fresh one. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped'
  readonly code = 'engine-stopped'
  /** @param device  where networks ran; null when it is not known */
  constructor(exit: Exit, device: string | null) {
    super(describe(exit, device))
  }
}

/** Native faults, as signals and as Windows' exit codes (access violation, stack overrun). */
const faults = new Set<string | number | null>(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 3221225477, 3221226505])

/** Why the engine stopped and what to do, in one sentence. */
function describe({ code, signal, said }: Exit, device: string | null): string {
  const how = signal ?? (code === null ? 'it could not be started' : `exit code ${code}`)
  return `the engine stopped (${how})${advice(code, signal, device)}${said ? `; it last said: ${said}` : ''}`
}

function advice(code: number | null, signal: string | null, device: string | null): string {
  if (signal === 'SIGKILL') return ': usually out of memory; close other programs or make a smaller picture'
  if (!faults.has(signal) && !faults.has(code)) return ''
  return device === 'cpu'
    ? ': a fault in native code; run again'
    : ': a fault in native code, often a graphics driver; try device cpu'
}
