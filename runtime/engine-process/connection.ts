import { candidates, isPackDevice } from '../../engine/runtime/device.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { StepEvent } from '../../graph/run/step-event.ts'
import type { Channel, Exit } from './channel.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { EngineFacts, HostState } from './host.ts'
import { type EngineSettings, type FromEngine, readFromEngine, type ToEngine } from './messages.ts'
import { fromWire } from './wire-error.ts'

/** What may be asked, and what answers it. */
interface Answers {
  run: Extract<FromEngine, { kind: 'done' }>
  preview: Extract<FromEngine, { kind: 'previewed' }>
  fingerprint: Extract<FromEngine, { kind: 'fingerprinted' }>
  measure: Extract<FromEngine, { kind: 'measured' }>
}
type Question<K extends keyof Answers> = Omit<Extract<ToEngine, { kind: K }>, 'id'> & { readonly kind: K }
type Listener = (event: StepEvent) => void

interface Waiting {
  resolve(reply: Answers[keyof Answers]): void
  reject(reason: unknown): void
}

/** The last preview of a step may arrive after later questions were asked: a listener stays for this many. */
const LISTENING = 4

/** One life of an engine process, from start to exit. */
export class Connection {
  readonly facts: Promise<EngineFacts>
  /** The keys of the results it holds. */
  readonly held = new Set<string>()
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
  alive = true
  #ended: unknown
  readonly #channel: Channel
  readonly #onState: (state: HostState) => void
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<number, Listener>()
  readonly #introduced = Promise.withResolvers<EngineFacts>()
  #questions = 0
  #device: string | null = null
  /** Where the first step would run, if that is an accelerator pack. */
  readonly #first: string | null
  #killedFor: unknown
  #isClosing = false

  constructor(channel: Channel, settings: EngineSettings, onState: (state: HostState) => void = () => {}) {
    this.#channel = channel
    this.#onState = onState
    const first = candidates(settings.device ?? 'auto', settings.packs)[0]
    this.#first = isPackDevice(first) ? first : null
    this.facts = this.#introduced.promise
    // A failed start rejects this. Without a catch it would count as unhandled where nobody asks for the facts.
    this.facts.catch(() => {})
    this.gone = new Promise(resolve =>
      channel.onExit(exit => {
        this.#leave(exit)
        resolve()
      }),
    )
    channel.onMessage(message => this.#receive(message))
    onState({ kind: 'starting' })
    this.send({ kind: 'start', settings })
  }

  send(message: ToEngine): void {
    this.#channel.send(message)
  }

  /** @throws EngineError what the engine answered · EngineStopped when it ends before it answers */
  ask<K extends keyof Answers>(question: Question<K>, on: Listener = () => {}): Promise<Answers[K]> {
    if (!this.alive) return Promise.reject(this.#ended)
    const id = ++this.#questions
    this.#listeners.set(id, on).delete(id - LISTENING)
    const { promise, resolve, reject } = Promise.withResolvers<Answers[K]>()
    this.#waiting.set(id, { resolve: reply => resolve(reply as Answers[K]), reject })
    this.send({ ...question, id } as ToEngine)
    return promise
  }

  /** Ends the process at once; what waits for an answer fails with `reason`. */
  kill(reason: unknown): void {
    this.#killedFor = reason
    this.#channel.kill()
  }

  /** Ends the process because it is no longer needed. This end is not reported as a state. */
  async close(reason: unknown): Promise<void> {
    this.#isClosing = true
    this.kill(reason)
    await this.gone
  }

  #receive(raw: unknown): void {
    const message = readFromEngine(raw)
    if (message instanceof Error) this.kill(message)
    else if (message.kind === 'event') this.#listeners.get(message.id)?.(message.event)
    else if (message.kind === 'ready') this.#introduce(message)
    else if (message.kind !== 'failed') this.#answer(message)
    else if (message.id === undefined) this.kill(fromWire(message.error))
    else this.#take(message.id)?.reject(fromWire(message.error))
  }

  #introduce(facts: Extract<FromEngine, { kind: 'ready' }>): void {
    this.#introduced.resolve(factsOf(facts))
    this.#onState({ kind: 'ready', device: null })
  }

  #answer(reply: Answers[keyof Answers]): void {
    if (reply.kind === 'done' && reply.result.device !== this.#device) {
      this.#device = reply.result.device
      this.#onState({ kind: 'ready', device: this.#device })
    }
    this.#take(reply.id)?.resolve(reply)
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #leave(exit: Exit): void {
    this.alive = false
    this.held.clear()
    this.#ended = this.#killedFor ?? new EngineStopped(exit, this.#device ?? this.#first)
    this.#introduced.reject(this.#ended)
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
    const crashedOn = this.#ended instanceof EngineStopped && this.#ended.crashedOn
    if (!this.#isClosing)
      this.#onState({ kind: 'stopped', reason: sentenceOf(this.#ended), ...(crashedOn && { crashedOn }) })
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const factsOf = ({ specs, own, previewed }: Extract<FromEngine, { kind: 'ready' }>): EngineFacts => ({
  specs: new Map(specs.map((spec): [string, NodeSpec] => [spec.type, spec])),
  own: new Set(own),
  previewed: new Set(previewed),
})
