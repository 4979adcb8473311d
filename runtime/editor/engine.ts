import type { EngineState } from '../contract/editor-events.ts'
import type { Channel } from '../engine-process/channel.ts'
import { describeExit } from '../engine-process/engine-stopped.ts'
import type { EngineHost } from '../engine-process/host.ts'
import type { EngineSettings } from '../engine-process/messages.ts'
import { ProcessHost } from '../engine-process/process-host.ts'
import { type Library, openLibrary } from '../library/library.ts'

/** The engine of an editor: started when first needed, replaced when it dies or when its settings change. */
export interface Engine {
  readonly state: EngineState
  /** For one run: the same host until the settings change. */
  ready(): Promise<{ readonly host: EngineHost; readonly library: Library }>
  library(): Library
  /** The next run uses these. */
  configure(settings: EngineSettings): void
  close(): Promise<void>
}

export function createEngine(
  start: () => Channel,
  settings: EngineSettings,
  onState: (state: EngineState) => void,
): Engine {
  let wanted = settings
  let used: { readonly settings: EngineSettings; readonly host: ProcessHost } | null = null
  let library = openLibrary(settings.folders)
  let state: EngineState = { state: 'starting', device: null, message: null }
  const tell = (next: EngineState) => {
    state = next
    onState(next)
  }
  let closing = false

  const watched = (): Channel => {
    tell({ state: 'starting', device: null, message: null })
    const channel = start()
    return {
      ...channel,
      onMessage: listener =>
        channel.onMessage(message => {
          const device = deviceIn(message)
          if (isReady(message)) tell({ state: 'ready', device: null, message: null })
          else if (device !== null && device !== state.device) tell({ state: 'ready', device, message: null })
          listener(message)
        }),
      onExit: listener =>
        channel.onExit(exit => {
          if (!closing) tell({ state: 'stopped', device: null, message: `${sentence(describeExit(exit))}` })
          listener(exit)
        }),
    }
  }

  return {
    get state() {
      return state
    },
    async ready() {
      if (used?.settings !== wanted) {
        await used?.host.close()
        used = { settings: wanted, host: new ProcessHost({ start: watched, settings: wanted }) }
      }
      return { host: used.host, library }
    },
    library: () => library,
    configure(next) {
      wanted = next
      library = openLibrary(next.folders)
    },
    async close() {
      closing = true
      await used?.host.close()
    },
  }
}

const sentence = (text: string): string =>
  `${text[0]!.toUpperCase()}${text.slice(1)}. The next run starts it again; your workflows and pictures are safe.`

const isReady = (message: unknown): boolean => kindOf(message) === 'ready'
const kindOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'kind' in message ? message.kind : null

/** Each finished step tells where it ran. */
function deviceIn(message: unknown): string | null {
  if (kindOf(message) !== 'done') return null
  const { result } = message as { readonly result?: { readonly device?: unknown } }
  return typeof result?.device === 'string' ? result.device : null
}
