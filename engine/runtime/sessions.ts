import { totalmem } from 'node:os'
import { MemoryError } from '../errors.ts'
import { availableMemory, type Shortage, shortageInWords } from '../memory.ts'
import type { Graph, GraphOptions } from '../onnx/graph.ts'
import type { Tensor } from '../tensor/tensor.ts'
import type { Device } from './device.ts'
import { DeviceChoice, type DeviceChoiceOptions } from './device-choice.ts'
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
  /** What a user can do when the memory does not suffice: a clause after `; `. */
  readonly advice?: string
  /** Writes the graph as a device wants it; as the CPU does, unless said. */
  readonly build: (dialect?: GraphOptions) => Graph
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

/** ONNX Runtime takes up to a third more than it plans (docs/decisions/memory.md). */
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

export interface SessionsOptions extends DeviceChoiceOptions {
  /** Worker threads inside one operator; as many as there are cores unless said. */
  readonly threads?: number
  /** Bytes of weights, and of memory kept from run to run; what was used longest ago goes first. */
  readonly memoryBudget?: number
  /** Bytes that runs may take; what the machine has left unless said. */
  readonly availableMemory?: () => number
}

/**
 * The compiled networks of one engine process: kept by key, bounded by a memory budget, least recently used first out.
 *
 * What a network is going to take is known from its graph: where that is more than there is, idle sessions are let go of,
 * and if that does not help, it is said before anything is computed, since the system would end the process without a word
 * (docs/decisions/memory.md).
 */
export class Sessions {
  readonly #entries = new Map<string, Entry>()
  readonly #timings = new Map<string, SessionTiming>()
  readonly #choice: DeviceChoice
  readonly #threads: number
  readonly #budget: number
  readonly #available: () => number

  constructor(options: SessionsOptions = {}) {
    this.#choice = new DeviceChoice(options)
    this.#threads = options.threads ?? 0
    this.#budget = options.memoryBudget ?? totalmem() / 2
    this.#available = options.availableMemory ?? availableMemory
  }

  get device(): Device {
    return this.#choice.device
  }

  /** How often and how long each network was made and run. */
  get timings(): readonly SessionTiming[] {
    return [...this.#timings.values()]
  }

  /**
   * Runs the network, making its session first where there is none. A session that failed is not used again, and what
   * failed for lack of memory is tried once more without the idle sessions.
   *
   * @throws MemoryError where it would take more than there is; SessionError
   */
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
    } catch (error) {
      await this.#release(other => other === entry && entry.busy === 1)
      if (await this.#makesRoom(error)) return await this.run(request, feeds)
      throw error
    } finally {
      entry.busy--
    }
  }

  /**
   * Whether a run would take more memory than there is; where it would, idle sessions are let go of first. On a graphics
   * card nobody can tell, and the answer is no.
   */
  shortage = async (request: SessionRequest): Promise<Shortage | undefined> =>
    this.device === 'cpu' ? this.#shortageOf(request.build()) : undefined

  async #shortageOf({ peakBytes }: Graph): Promise<Shortage | undefined> {
    const need = peakBytes * MEASURED
    if (need <= this.#available()) return undefined
    await this.#release(isIdle)
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
    const graph = request.build(await this.#choice.dialect(device))
    await this.#makeRoom(request, graph, entry)
    const started = performance.now()
    try {
      const session = await createSession(graph, { ...request, device, threads: this.#threads })
      const timing = this.#timing(device, request.label)
      timing.created++
      timing.createMs += performance.now() - started
      return { session, timing }
    } catch (error) {
      if (!(await this.#makesRoom(error))) this.#choice.leave(device, error)
      return this.#start(request, entry)
    }
  }

  /** Lets go of idle sessions, oldest use first, until this one fits. @throws MemoryError when it never does */
  async #makeRoom({ label, brief, advice = 'close other programs' }: SessionRequest, graph: Graph, entry: Entry) {
    const onCpu = this.device === 'cpu'
    const bytes = (onCpu ? graph.fileBytes : graph.weightBytes) + (brief ? 0 : graph.peakBytes * MEASURED)
    let held = [...this.#entries.values()].reduce((sum, entry) => sum + entry.bytes, 0)
    await this.#release(entry => {
      const leaves = held + bytes > this.#budget && entry.busy === 0
      if (leaves) held -= entry.bytes
      return leaves
    })
    entry.bytes = bytes
    const shortage = onCpu ? await this.#shortageOf(graph) : undefined
    if (shortage) throw new MemoryError(`${label} needs ${shortageInWords(shortage)}; ${advice}`)
  }

  /** Whether something idle could be let go of, where memory is what was lacking. */
  #makesRoom = async (error: unknown): Promise<boolean> =>
    error instanceof MemoryError && (await this.#release(isIdle)) > 0

  /** Lets go of those that `leaves` says, oldest use first. @returns how many */
  async #release(leaves: (entry: Entry) => boolean): Promise<number> {
    const leaving = [...this.#entries].filter(([, entry]) => leaves(entry))
    for (const [key] of leaving) this.#entries.delete(key)
    for (const [, { started }] of leaving) await (await started).session.release()
    return leaving.length
  }

  #timing(device: Device, label: string): SessionTiming {
    const key = `${device} ${label}`
    const timing = this.#timings.get(key) ?? { label, device, created: 0, createMs: 0, runs: 0, runMs: 0 }
    this.#timings.set(key, timing)
    return timing
  }
}

const isIdle = ({ busy }: Entry): boolean => busy === 0
