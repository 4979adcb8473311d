import type { Exit } from './channel.ts'

/** The engine process ended while it was needed. The next run starts a fresh one. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped'
  readonly code = 'engine-stopped'
  constructor(exit: Exit) {
    super(describe(exit))
  }
}

/** Native faults, as signals and as Windows' exit codes (access violation, stack overrun). */
const faults = new Set<string | number | null>(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 3221225477, 3221226505])

/** Why the engine stopped and what to do, in one sentence. */
function describe({ code, signal, said }: Exit): string {
  const how = signal ?? (code === null ? 'it could not be started' : `exit code ${code}`)
  return `the engine stopped (${how})${advice(code, signal)}${said ? `; it last said: ${said}` : ''}`
}

function advice(code: number | null, signal: string | null): string {
  if (signal === 'SIGKILL') return ': usually out of memory; close other programs or make a smaller picture'
  if (faults.has(signal) || faults.has(code)) return ': a fault in native code, often a graphics driver; try device cpu'
  return ''
}
