import type { Sessions } from '../../engine/runtime/sessions.ts'
import type { LoadedNode } from '../../nodes/registry.ts'
import type { EngineSettings } from './messages.ts'

/** What an engine process computes with: the nodes, and the sessions it lends them. */
export interface Workload {
  loadNodes(): Promise<ReadonlyMap<string, LoadedNode>>
  /** `notice` receives a sentence about a device that did not start. */
  openSessions(settings: EngineSettings, notice: (message: string) => void): Promise<Sessions>
}
