import type { EngineState } from '../contract/answers.ts'
import type { LogLine } from '../contract/editor-events.ts'
import type { RunEvent } from '../contract/run-event.ts'
import type { Channel } from '../engine-process/channel.ts'

/** So many lines are kept, and so many characters of each. */
const LINES = 2000
const CHARACTERS = 8000
/** Milliseconds in which lines are gathered, so that a flood of them is not a flood of messages. */
const GATHER = 100

/** What the engine process writes, and what happens to it and to runs: the newest lines. */
export function createLog(onLines: (lines: readonly LogLine[]) => void) {
  const lines: LogLine[] = []
  let count = 0
  let unsent: LogLine[] = []

  function add(level: LogLine['level'], text: string): void {
    const line = { number: ++count, time: Date.now(), level, text: text.slice(0, CHARACTERS) }
    lines.push(line)
    if (lines.length > LINES) lines.splice(0, lines.length - LINES)
    if (unsent.push(line) > 1) return
    setTimeout(() => {
      onLines(unsent.slice(-LINES))
      unsent = []
    }, GATHER).unref()
  }

  return {
    lines: (): readonly LogLine[] => [...lines],
    /** @returns the same process, whose output is logged */
    follow(channel: Channel): Channel {
      channel.onOutput?.(line => add(levelOf(line), line))
      return channel
    },
    engine({ state, device, message }: EngineState): void {
      if (state === 'stopped') add('error', message ?? 'The engine stopped.')
      else add('info', state === 'starting' ? 'The engine is starting.' : `The engine is ready${on(device)}.`)
    },
    /** @returns the same event, whose end, notice or error is logged */
    run(event: RunEvent): RunEvent {
      if (event.kind === 'run-end') add('info', `The run ended: ${event.status}, ${(event.ms / 1000).toFixed(1)} s.`)
      else if (event.kind === 'notice') add('warn', `${event.message} (node ${event.node})`)
      else if (event.kind === 'error') add('error', [event.error.message, event.error.stack].filter(Boolean).join('\n'))
      return event
    },
  }
}

const on = (device: string | null): string => (device === null ? '' : ` on ${device}`)

/** ONNX Runtime marks its lines with `[W:…]` and `[E:…]`, Node with words. */
function levelOf(line: string): LogLine['level'] {
  if (/\[[EF]:|error|fatal|exception/i.test(line)) return 'error'
  return /\[W:|warn/i.test(line) ? 'warn' : 'info'
}
