import { totalmem } from 'node:os'
import { SessionError } from '../errors.ts'
import type { Graph } from '../onnx/graph.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { candidates, type Device } from './device.ts'
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
  readonly build: (device: Device) => Graph
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

/** ONNX Runtime takes up to a third more than a graph's results: VAEs of 256 to 768 pixels, on the CPU. */
const MEASURED = 4 / 3

interface Entry {
  readonly session: Promise<Session>
  readonly bytes: number
  readonly timing: SessionTiming
  busy: number
}

export interface SessionsOptions {
  readonly device?: Device | 'auto'
  /** Worker threads inside one operator; as many as there are cores unless said. */
  readonly threads?: number
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
  readonly #threads: number
  readonly #budget: number
  readonly #available: () => number
  readonly #notice: (message: string) => void
  #devices: Device[]

  constructor(options: SessionsOptions = {}) {
    this.#devices = candidates(options.device ?? 'auto')
    this.#threads = options.threads ?? 0
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
      const session = await entry.session
      const started = performance.now()
      const results = await session.run(feeds)
      entry.timing.runs++
      entry.timing.runMs += performance.now() - started
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
    const need = request.build(this.device).peakBytes * MEASURED
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
    const { key, label, build } = request
    const graph = build(this.device)
    const timing = this.#timing(label)
    const bytes = this.device === 'cpu' ? graph.fileBytes : graph.weightBytes
    const session = this.#makeRoom(bytes).then(async () => {
      const started = performance.now()
      const session = await this.#start(graph, request).catch(error => this.#startElsewhere(request, error))
      timing.created++
      timing.createMs += performance.now() - started
      return session
    })
    session.catch(() => this.#entries.delete(key))
    return { session, bytes, timing, busy: 0 }
  }

  #start = (graph: Graph, { root, brief = false }: SessionRequest): Promise<Session> =>
    createSession(graph, { device: this.device, threads: this.#threads, root, brief })

  /** On the next device that takes the graph, written anew for it; from then on everything is tried there first. */
  async #startElsewhere(request: SessionRequest, error: unknown): Promise<Session> {
    const [failed, ...others] = this.#devices
    if (!(error instanceof SessionError) || others.length === 0) throw error
    this.#devices = others
    this.#notice(`${failed} is not available here, using ${this.device} (${error.message})`)
    return this.#start(request.build(this.device), request).catch(error => this.#startElsewhere(request, error))
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
    for (const [, { session }] of leaving) await (await session).release()
  }

  #timing(label: string): SessionTiming {
    const key = `${this.device} ${label}`
    const timing = this.#timings.get(key) ?? { label, device: this.device, created: 0, createMs: 0, runs: 0, runMs: 0 }
    this.#timings.set(key, timing)
    return timing
  }
}
