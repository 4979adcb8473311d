import type { Channel, Exit } from '../../../runtime/engine-process/channel.ts'
import { forkEngine } from '../../../runtime/engine-process/fork.ts'

/** So many questions has an editor for itself: an answer that comes late for one is not taken for another's. */
const QUESTIONS = 1e6

/** An engine process, and what the editor that has it now hears of it. */
interface Kept {
  readonly channel: Channel
  lent: number
  isGone: boolean
  hear(message: unknown): void
  leave(exit: Exit): void
}

const deaf = { hear() {}, leave() {} }

function start(): Kept {
  const channel = forkEngine(new URL('./kept-sessions.ts', import.meta.url).href)
  const kept: Kept = { channel, lent: 0, isGone: false, ...deaf }
  channel.onMessage(message => kept.hear(message))
  channel.onExit(exit => {
    kept.isGone = true
    kept.leave(exit)
  })
  return kept
}

/**
 * Lends one engine process to one editor after the other: nodes are loaded and networks compiled once. What it still
 * computes for an editor that has ended is heard by nobody. A process that has ended is not lent again.
 */
export function keepEngine(): () => Channel {
  let idle: Kept[] = []

  return () => {
    idle = idle.filter(each => !each.isGone)
    const engine = idle.pop() ?? start()
    const first = QUESTIONS * engine.lent++
    return {
      send(message) {
        const { id } = message as { readonly id?: number }
        engine.channel.send(id === undefined ? message : { ...(message as object), id: first + id })
      },
      onMessage(listener) {
        engine.hear = message => {
          const { id } = message as { readonly id?: number }
          if (id === undefined) listener(message)
          else if (id > first) listener({ ...(message as object), id: id - first })
        }
      },
      onExit(listener) {
        engine.leave = listener
      },
      kill() {
        if (engine.isGone) return
        const { leave } = engine
        idle.push(Object.assign(engine, deaf))
        setImmediate(() => leave({ code: null, signal: 'SIGKILL', said: '' }))
      },
    }
  }
}
