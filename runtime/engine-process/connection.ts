import type { NodeSpec } from '../../graph/node.ts'
import type { Channel, Exit } from './channel.ts'
import { EngineStopped } from './engine-stopped.ts'
import type { EngineFacts, StepListener } from './host.ts'
import { checkFromEngine, type EngineSettings, type FromEngine, type ToEngine } from './messages.ts'
import { fromWire } from './wire-error.ts'

/** What may be asked, and what answers it. */
interface Answers {
  run: Extract<FromEngine, { kind: 'done' }>
  fingerprint: Extract<FromEngine, { kind: 'fingerprinted' }>
}
type Question<K extends keyof Answers> = Omit<Extract<ToEngine, { kind: K }>, 'id'> & { readonly kind: K }

interface Waiting {
  resolve(reply: Answers[keyof Answers]): void
  reject(reason: unknown): void
}

/** For so many questions a late preview finds its listener. */
const PREVIEWED = 4

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
  readonly #waiting = new Map<number, Waiting>()
  readonly #introduced = Promise.withResolvers<EngineFacts>()
  #listener: StepListener = {}
  /** By question: the preview of a last step may come when the next question has been asked. */
  readonly #previewed = new Map<number, StepListener>()
  #questions = 0
  #killedFor: unknown

  constructor(channel: Channel, settings: EngineSettings) {
    this.#channel = channel
    this.facts = this.#introduced.promise
    // Whoever asks for the facts hears of it; when nobody does, a failed start is no unhandled rejection.
    this.facts.catch(() => {})
    this.gone = new Promise(resolve =>
      channel.onExit(exit => {
        this.#leave(exit)
        resolve()
      }),
    )
    channel.onMessage(message => this.#receive(checkFromEngine(message)))
    this.tell({ kind: 'start', settings })
  }

  tell(message: ToEngine): void {
    this.#channel.send(message)
  }

  /** @throws EngineError what the engine answered · EngineStopped when it ends before it answers */
  ask<K extends keyof Answers>(question: Question<K>, listener: StepListener = {}): Promise<Answers[K]> {
    if (!this.alive) return Promise.reject(this.#ended)
    this.#listener = listener
    const id = ++this.#questions
    this.#previewed.set(id, listener).delete(id - PREVIEWED)
    const { promise, resolve, reject } = Promise.withResolvers<Answers[K]>()
    this.#waiting.set(id, { resolve: reply => resolve(reply as Answers[K]), reject })
    this.tell({ ...question, id } as ToEngine)
    return promise
  }

  /** Ends the process at once; what waits for an answer fails with `reason`. */
  kill(reason: unknown): void {
    this.#killedFor = reason
    this.#channel.kill()
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'ready') this.#introduced.resolve(factsOf(message))
    else if (message.kind === 'progress') this.#listener.progress?.(message.step, message.of)
    else if (message.kind === 'preview')
      this.#previewed.get(message.id)?.preview?.(message.jpeg, message.step, message.of)
    else if (message.kind === 'notice') this.#listener.notice?.(message.message)
    else if (message.kind === 'image') this.#listener.image?.(message.image)
    else if (message.kind !== 'failed') this.#take(message.id)?.resolve(message)
    else if (message.id === undefined) this.kill(fromWire(message.error))
    else this.#take(message.id)?.reject(fromWire(message.error))
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  #leave(exit: Exit): void {
    this.alive = false
    this.held.clear()
    this.#ended = this.#killedFor ?? new EngineStopped(exit)
    this.#introduced.reject(this.#ended)
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}

const factsOf = ({ specs, own }: Extract<FromEngine, { kind: 'ready' }>): EngineFacts => ({
  specs: new Map(specs.map((spec): [string, NodeSpec] => [spec.type, spec])),
  own: new Set(own),
})
