import { isPackDevice } from '../../engine/runtime/device.ts'
import type { Exit } from './channel.ts'

/** The engine process ended while it was needed. The next run starts a fresh one. */
export class EngineStopped extends Error {
  override readonly name = 'EngineStopped'
  readonly code = 'engine-stopped'
  /** Where networks ran when native code ended the process; null for another end, and where it is not known. */
  readonly crashedOn: string | null
  /** @param device  where networks ran; null when it is not known */
  constructor(exit: Exit, device: string | null) {
    super(describe(exit, device))
    this.crashedOn = isFault(exit) ? device : null
  }
}

/** Native faults, as signals and as Windows' exit codes (access violation, stack overrun). */
const faults = new Set<string | number | null>(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 3221225477, 3221226505])

const isFault = ({ signal, code }: Exit): boolean => faults.has(signal) || faults.has(code)

/** Why the engine stopped and what to do, in one sentence. */
function describe(exit: Exit, device: string | null): string {
  const { code, signal, said } = exit
  const how = signal ?? (code === null ? 'it could not be started' : `exit code ${code}`)
  return `the engine stopped (${how})${advice(exit, device)}${said ? `; it last said: ${said}` : ''}`
}

function advice(exit: Exit, device: string | null): string {
  if (exit.signal === 'SIGKILL') return ': usually out of memory; close other programs or make a smaller picture'
  if (!isFault(exit)) return ''
  if (isPackDevice(device))
    return `: a fault in native code; ${device === 'openvino' ? 'OpenVINO' : 'the execution provider'} is not used again until its pack is tested (leapgraph accelerator test)`
  return device === 'cpu'
    ? ': a fault in native code; run again'
    : ': a fault in native code, often a graphics driver; try device cpu'
}
