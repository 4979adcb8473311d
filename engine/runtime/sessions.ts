import { MemoryError } from '../errors.ts'
import { availableMemory, memoryLimit, type Shortage, shortageInWords } from '../memory.ts'
import type { Graph, GraphOptions } from '../onnx/graph.ts'
import type { Tensor } from '../tensor/tensor.ts'
import { type CreateOptions, createOn } from './create-on.ts'
import { type Device, inMainMemory, type Precision } from './device.ts'
import { DeviceChoice, type DeviceChoiceOptions } from './device-choice.ts'
import { heldInWords, kindShare } from './held.ts'
import type { Feed } from './session.ts'
import { type Entry, isIdle, releaseOf, SessionTable, type SessionTiming, type Started } from './session-table.ts'

/** A network to compute with; its graph is written only when there is no session of the same key. */
export interface SessionRequest {
  /** Everything that the graph depends on: files and their state, shapes, LoRAs without their strengths. */
  readonly key: string
  /** Its name for the user: `UNet 512×512`. */
  readonly label: string
  /** A file the graph refers to. */
  readonly root: string
  /** Runs once per picture, not once per step: the memory of a run is freed after it. */
  readonly brief?: boolean
  /** What a user can do when the memory is too small: a clause after `; `. */
  readonly advice?: string
  /** Writes the graph for a device; for the CPU by default. */
  readonly build: (dialect?: GraphOptions) => Graph
}

/** ONNX Runtime needs up to a third more than it plans (docs/decisions/memory.md). */
const MEASURED = 4 / 3

export interface SessionsOptions extends DeviceChoiceOptions {
  /** Worker threads inside one operator; by default one for each core. */
  readonly threads?: number
  readonly precision?: Precision
  /** Bytes of weights, and of memory kept from run to run; the session used longest ago is released first. */
  readonly memoryBudget?: number
  /** Bytes that networks of one kind, in several sizes or with several LoRAs, keep beside their files. */
  readonly kindBudget?: number
  /** Called with a sentence about the networks that are held, when one was added. */
  readonly onHeld?: (sentence: string) => void
  /** Bytes that runs may use; by default the machine's free memory. */
  readonly availableMemory?: () => number
}

/**
 * The compiled networks of one engine process: kept by key, bounded by a memory budget, least recently used first out.
 *
 * The graph of a network shows how much memory it needs. Where too little is free, idle sessions are released first; if that
 * is not enough, an error is thrown before the computation, because the system would end the process without a message
 * (docs/decisions/memory.md).
 */
export class Sessions {
  readonly #table = new SessionTable()
  readonly #timings = new Map<string, SessionTiming>()
  readonly #choice: DeviceChoice
  readonly #how: Pick<CreateOptions, 'threads' | 'packs' | 'precision'>
  readonly #budget: number
  readonly #kindBudget: number | undefined
  readonly #onHeld: (sentence: string) => void
  readonly #available: () => number

  constructor(options: SessionsOptions = {}) {
    this.#choice = new DeviceChoice(options)
    const { threads = 0, packs = {}, precision = 'auto' } = options
    this.#how = { threads, packs, precision }
    this.#budget = options.memoryBudget ?? memoryLimit() / 2
    this.#kindBudget = options.kindBudget
    this.#onHeld = options.onHeld ?? (() => {})
    this.#available = options.availableMemory ?? availableMemory
  }

  get device(): Device {
    return this.#choice.device
  }

  /** In what a network computed where that was not float32: saved pictures say so. */
  rounding: string | undefined

  /** How often and how long each network was compiled and run. */
  get timings(): readonly SessionTiming[] {
    return [...this.#timings.values()]
  }

  /** The labels of the networks that are held, those used longest ago first. */
  get held(): readonly string[] {
    return this.#table.all.map(({ label }) => label)
  }

  /**
   * Runs the network, and compiles it first where there is no session. A session that failed is not used again. A run that
   * failed for lack of memory is repeated once after the idle sessions are released; a run that failed on its device (the
   * driver lost it, its memory is full) is repeated on the next device.
   *
   * @throws MemoryError where it needs more memory than is free; SessionError when the last device failed
   */
  async run(request: SessionRequest, feeds: Readonly<Record<string, Feed>>): Promise<Readonly<Record<string, Tensor>>> {
    const entry = this.#entry(request)
    try {
      return await this.#runOn(entry, request.key, feeds)
    } catch (error) {
      if (!(await this.#makesRoom(error))) {
        if (entry.device === undefined) throw error
        this.#choice.leave(entry.device, error)
      }
      return this.run(request, feeds)
    }
  }

  async #runOn(entry: Entry, key: string, feeds: Readonly<Record<string, Feed>>) {
    entry.busy++
    try {
      const { session, timing } = await entry.started
      entry.device = timing.device
      this.rounding = session.rounding ?? this.rounding
      const started = performance.now()
      const results = await session.run(feeds)
      timing.runs++
      timing.runMs += performance.now() - started
      return results
    } catch (error) {
      this.#table.drop(key, entry)
      throw error
    } finally {
      entry.busy--
      // A session that failed is not in the table any more: its last user releases it.
      if (isIdle(entry) && this.#table.get(key) !== entry) await releaseOf(entry)
    }
  }

  /** Runs a network that is not needed again: nothing of it is kept. @throws as `run` */
  async runOnce(...[request, feeds]: Parameters<Sessions['run']>): ReturnType<Sessions['run']> {
    try {
      return await this.run(request, feeds)
    } finally {
      const own = this.#table.get(request.key)
      await this.#table.release(entry => entry === own && isIdle(entry))
    }
  }

  /**
   * How much memory a run lacks, after idle sessions are released; undefined where there is enough, and always on a graphics
   * card, whose memory is not known.
   */
  shortage = async (request: SessionRequest): Promise<Shortage | undefined> =>
    inMainMemory(this.device) ? this.#shortageOf(request.build()) : undefined

  async #shortageOf({ peakBytes, weightBytes }: Graph): Promise<Shortage | undefined> {
    // OpenVINO keeps weights in the type of computation; ONNX Runtime leaves them in their files.
    const need = peakBytes * MEASURED + (this.device === 'openvino' ? weightBytes : 0)
    if (need <= this.#available()) return undefined
    await this.#table.release(isIdle)
    const have = this.#available()
    return need <= have ? undefined : { need, have }
  }

  async close(): Promise<void> {
    await this.#table.release(() => true)
  }

  /** The session of this key, now the most recently used one; started if there is none. */
  #entry(request: SessionRequest): Entry {
    const entry = this.#table.get(request.key) ?? this.#create(request)
    this.#table.use(request.key, entry)
    return entry
  }

  #create(request: SessionRequest): Entry {
    const started = Promise.resolve().then(() => this.#start(request, entry))
    const entry: Entry = { started, label: request.label, bytes: 0, ownBytes: 0, busy: 0 }
    entry.started.catch(() => this.#table.drop(request.key, entry))
    return entry
  }

  /** Compiles on the first device that accepts the graph, which is written again for each device. */
  async #start(request: SessionRequest, entry: Entry): Promise<Started> {
    const { device } = this
    const graph = request.build(await this.#choice.dialect(device))
    try {
      await this.#makeRoom(request, graph, entry)
      const started = performance.now()
      const session = await createOn(device, graph, { ...this.#how, root: request.root, brief: request.brief ?? false })
      const timing = this.#timing(device, request.label)
      timing.created++
      timing.createMs += performance.now() - started
      this.#onHeld(heldInWords(this.#table.all))
      return { session, timing }
    } catch (error) {
      if (!(await this.#makesRoom(error))) this.#choice.leave(device, error)
      return this.#start(request, entry)
    }
  }

  /**
   * Releases idle sessions, least recently used first, until this one fits: of its kind into a share of the memory, of all kinds into
   * the budget. Sessions of different kinds take turns in every picture; those of one kind are what other settings left.
   *
   * @throws MemoryError when it does not fit
   */
  async #makeRoom({ label, brief, advice = 'close other programs' }: SessionRequest, graph: Graph, entry: Entry) {
    const onCpu = inMainMemory(this.device)
    const kept = brief ? 0 : graph.peakBytes * MEASURED
    const [mapped, own] = this.device === 'cpu' ? [graph.fileBytes, kept] : [0, graph.weightBytes + kept]
    await this.#table.releaseOfKind(label, this.#kindBudget ?? kindShare(this.device), own)
    await this.#table.releaseOfAll(this.#budget, mapped + own)
    entry.bytes = mapped + own
    entry.ownBytes = own
    const shortage = onCpu ? await this.#shortageOf(graph) : undefined
    if (shortage) throw new MemoryError(`${label} needs ${shortageInWords(shortage)}; ${advice}`)
  }

  /** Whether an idle session could be released after an error for lack of memory. */
  #makesRoom = async (error: unknown): Promise<boolean> =>
    error instanceof MemoryError && (await this.#table.release(isIdle)) > 0

  #timing(device: Device, label: string): SessionTiming {
    const key = `${device} ${label}`
    const timing = this.#timings.get(key) ?? { label, device, created: 0, createMs: 0, runs: 0, runMs: 0 }
    this.#timings.set(key, timing)
    return timing
  }
}
