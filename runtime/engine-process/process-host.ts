import type { StepEvent } from '../../graph/run/step-event.ts'
import type { Channel } from './channel.ts'
import { Connection } from './connection.ts'
import type { EngineFacts, EngineHost, HostState } from './host.ts'
import type { EngineSettings, Step, StepResult } from './messages.ts'

export interface HostOptions {
  /** Starts a process: `forkEngine`, or `() => inProcess(workload)` in tests. */
  start(): Channel
  readonly settings: EngineSettings
  /** Receives every change of what the engine is doing. */
  onState?(state: HostState): void
  /** Milliseconds that a cancelled step has to end by itself. */
  readonly grace?: number
}

/** An engine in a process that is started when first needed and replaced when it dies. */
export class ProcessHost implements EngineHost {
  readonly #options: HostOptions
  #connection: Connection | null = null
  #busy = false
  #deadline: NodeJS.Timeout | undefined

  constructor(options: HostOptions) {
    this.#options = options
  }

  facts(): Promise<EngineFacts> {
    return this.#connect().facts
  }

  run(step: Step, on?: (event: StepEvent) => void): Promise<StepResult> {
    return this.#cancellable(async connection => {
      await connection.facts
      const { result } = await connection.ask({ kind: 'run', step }, on)
      connection.held.add(step.key)
      return result
    })
  }

  preview(step: Step, on: (event: StepEvent) => void): Promise<void> {
    return this.#cancellable(async connection => void (await connection.ask({ kind: 'preview', step }, on)))
  }

  fingerprint(type: string, values: Readonly<Record<string, unknown>>): Promise<string> {
    return this.#cancellable(
      async connection => (await connection.ask({ kind: 'fingerprint', type, values })).fingerprint,
    )
  }

  async measure(): Promise<number> {
    const connection = this.#connect()
    await connection.facts
    return (await connection.ask({ kind: 'measure' })).flops
  }

  holds(key: string): boolean {
    return this.#connection?.held.has(key) ?? false
  }

  keys(): readonly string[] {
    return [...(this.#connection?.held ?? [])]
  }

  drop(keys: readonly string[]): void {
    if (!this.#connection || keys.length === 0) return
    for (const key of keys) this.#connection.held.delete(key)
    this.#connection.send({ kind: 'drop', keys: [...keys] })
  }

  cancel({ isPatient } = { isPatient: false }): void {
    const connection = this.#connection
    if (!connection || !this.#busy) return
    connection.send({ kind: 'cancel' })
    if (isPatient) return
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => connection.kill(overstayed()), this.#options.grace ?? 3000)
  }

  async close(): Promise<void> {
    const connection = this.#connection
    this.#connection = null
    if (connection?.alive) await connection.close(aborted('the engine was closed'))
  }

  async #cancellable<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = this.#connect()
    this.#busy = true
    try {
      return await work(connection)
    } finally {
      this.#busy = false
      clearTimeout(this.#deadline)
    }
  }

  #connect(): Connection {
    const { start, settings, onState } = this.#options
    if (!this.#connection?.alive) this.#connection = new Connection(start(), settings, onState)
    return this.#connection
  }
}

const aborted = (why: string): DOMException => new DOMException(why, 'AbortError')
const overstayed = () => aborted('the engine was ended, because the cancelled step did not stop in time')
