import { totalmem } from 'node:os'
import { SessionError } from '../errors.ts'
import type { ComputeType, Graph, GraphOptions } from '../onnx/graph.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { candidates, type Device } from './device.ts'
import { dialectOf } from './dialect.ts'
import { availableMemory } from './memory.ts'
import { createSession, type Feed, type Session } from './session.ts'

/** A network to compute with: written down only if no session of the same key is at hand. */
export interface SessionRequest {
  /** Everything that makes the graph what it is: files and their state, shapes, LoRAs; not their strengths. */
  readonly key: string
  /** What a person calls it: `UNet 512×512`. */
  readonly label: string
  /** A file the graph refers to. */
  readonly root: string
  /** Run once a picture, not once a step: what a run takes is given back after it. */
  readonly brief?: boolean
  /** Writes the graph as a device wants it; as the CPU does, unless said. */
  readonly build: (dialect?: GraphOptions) => Graph
}

/** Bytes that a run would take, and those there are. */
export interface Shortage {
  readonly need: number
  readonly have: number
}

/** What happened to one kind of network since the start. */
export interface SessionTiming {
  readonly label: string
  readonly device: Device
  created: number
  createMs: number
  runs: number
  runMs: number
}

/** ONNX Runtime takes up to a third more than a graph's results (docs/decisions/pictures-in-tiles.md). */
const MEASURED = 4 / 3

interface Entry {
  readonly started: Promise<Started>
  bytes: number
  busy: number
}

interface Started {
  readonly session: Session
  readonly timing: SessionTiming
}

export interface SessionsOptions {
  readonly device?: Device | 'auto'
  /** Worker threads inside one operator; as many as there are cores unless said. */
  readonly threads?: number
  /** What networks that may be in half precision compute in; what the device is good at unless said. */
  readonly compute?: ComputeType
  /** Bytes of weights kept loaded; what was used longest ago goes first. */
  readonly memoryBudget?: number
  /** Bytes that runs may take; what the machine has left unless said. */
  readonly availableMemory?: () => number
  /** Told when a device does not start and the next one is taken. */
  readonly notice?: (message: string) => void
}

/**
 * The compiled networks of one engine process: kept by key, bounded by a memory budget, least recently used first out.
 *
 * The first session decides the device: where one fails to start, the next is tried for everything, with a notice.
 */
export class Sessions {
  readonly #entries = new Map<string, Entry>()
  readonly #timings = new Map<string, SessionTiming>()
  readonly #dialects = new Map<Device, Promise<GraphOptions>>()
  readonly #threads: number
  readonly #compute: ComputeType | undefined
  readonly #budget: number
  readonly #available: () => number
  readonly #notice: (message: string) => void
  #devices: Device[]

  constructor(options: SessionsOptions = {}) {
    this.#devices = candidates(options.device ?? 'auto')
    this.#threads = options.threads ?? 0
    this.#compute = options.compute
    this.#budget = options.memoryBudget ?? totalmem() / 2
    this.#available = options.availableMemory ?? availableMemory
    this.#notice = options.notice ?? (() => {})
  }

  get device(): Device {
    return this.#devices[0]!
  }

  /** How often and how long each network was made and run. */
  get timings(): readonly SessionTiming[] {
    return [...this.#timings.values()]
  }

  /** Runs the network, making its session first where there is none. @throws SessionError */
  async run(request: SessionRequest, feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    const entry = this.#entry(request)
    entry.busy++
    try {
      const { session, timing } = await entry.started
      const started = performance.now()
      const results = await session.run(feeds)
      timing.runs++
      timing.runMs += performance.now() - started
      return results
    } finally {
      entry.busy--
    }
  }

  /**
   * Whether a run would take more memory than there is; where it would, idle sessions are let go of first. On a graphics
   * card nobody can tell, and the answer is no.
   */
  async shortage(request: SessionRequest): Promise<Shortage | undefined> {
    if (this.device !== 'cpu') return undefined
    const need = request.build().peakBytes * MEASURED
    if (need <= this.#available()) return undefined
    await this.#release(entry => entry.busy === 0)
    const have = this.#available()
    return need <= have ? undefined : { need, have }
  }

  async close(): Promise<void> {
    await this.#release(() => true)
  }

  /** The session of this key, moved to the end of the line; started if there is none. */
  #entry(request: SessionRequest): Entry {
    const entry = this.#entries.get(request.key) ?? this.#create(request)
    this.#entries.delete(request.key)
    this.#entries.set(request.key, entry)
    return entry
  }

  #create(request: SessionRequest): Entry {
    const entry: Entry = { started: Promise.resolve().then(() => this.#start(request, entry)), bytes: 0, busy: 0 }
    entry.started.catch(() => this.#entries.delete(request.key))
    return entry
  }

  /** On the first device that takes the graph, written anew for each. */
  async #start(request: SessionRequest, entry: Entry): Promise<Started> {
    const { device } = this
    const graph = request.build(await this.#dialect(device))
    const bytes = device === 'cpu' ? graph.fileBytes : graph.weightBytes
    await this.#makeRoom(bytes)
    entry.bytes = bytes
    const started = performance.now()
    try {
      const session = await createSession(graph, { ...request, device, threads: this.#threads })
      const timing = this.#timing(device, request.label)
      timing.created++
      timing.createMs += performance.now() - started
      return { session, timing }
    } catch (error) {
      this.#leave(device, error)
      return this.#start(request, entry)
    }
  }

  /** From now on everything is tried on the next device. @throws what was wrong, where there is no next one */
  #leave(device: Device, error: unknown): void {
    if (!(error instanceof SessionError) || this.#devices.at(-1) === device) throw error
    if (device !== this.device) return
    this.#devices = this.#devices.slice(1)
    this.#notice(`${device} is not available here, using ${this.device} (${error.message})`)
  }

  #dialect(device: Device): Promise<GraphOptions> {
    const dialect = this.#dialects.get(device) ?? dialectOf(device, this.#compute)
    this.#dialects.set(device, dialect)
    return dialect
  }

  /** Lets go of idle sessions, oldest use first, until `bytes` more fit. */
  async #makeRoom(bytes: number): Promise<void> {
    let held = [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    await this.#release(entry => {
      const leaves = held + bytes > this.#budget && entry.busy === 0
      if (leaves) held -= entry.bytes
      return leaves
    })
  }

  /** Lets go of those that `leaves` says, oldest use first. */
  async #release(leaves: (entry: Entry) => boolean): Promise<void> {
    const leaving = [...this.#entries].filter(([, entry]) => leaves(entry))
    for (const [key] of leaving) this.#entries.delete(key)
    for (const [, { started }] of leaving) await release(started)
  }

  #timing(device: Device, label: string): SessionTiming {
    const key = `${device} ${label}`
    const timing = this.#timings.get(key) ?? { label, device, created: 0, createMs: 0, runs: 0, runMs: 0 }
    this.#timings.set(key, timing)
    return timing
  }
}

const release = async (started: Promise<Started>): Promise<void> => (await started).session.release()
