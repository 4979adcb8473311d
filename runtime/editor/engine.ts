import type { EngineState } from '../contract/answers.ts'
import type { Channel } from '../engine-process/channel.ts'
import type { EngineHost, HostState } from '../engine-process/host.ts'
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
  onState: (state: EngineState, crashedOn?: string) => void,
): Engine {
  let wanted = settings
  let used: { readonly settings: EngineSettings; readonly host: EngineHost } | null = null
  let library = openLibrary(settings.folders)
  let state = inWords({ kind: 'starting' })
  const follow = (next: HostState) => {
    state = inWords(next)
    onState(state, next.kind === 'stopped' ? next.crashedOn : undefined)
  }

  return {
    get state() {
      return state
    },
    async ready() {
      if (used?.settings !== wanted) {
        await used?.host.close()
        used = { settings: wanted, host: new ProcessHost({ start, settings: wanted, onState: follow }) }
      }
      return { host: used.host, library }
    },
    library: () => library,
    configure(next) {
      wanted = next
      library = openLibrary(next.folders)
    },
    async close() {
      await used?.host.close()
    },
  }
}

/** The host's report, in words for the user. */
function inWords(state: HostState): EngineState {
  if (state.kind !== 'stopped')
    return { state: state.kind, device: state.kind === 'ready' ? state.device : null, message: null }
  const { reason } = state
  const message = `${reason[0]?.toUpperCase()}${reason.slice(1)}. The next run starts it again; your workflows and pictures are safe.`
  return { state: 'stopped', device: null, message }
}
