import type { Sessions } from '../../engine/runtime/sessions.ts'
import type { AnyNode, NodeSpec } from '../../graph/node.ts'
import type { RunContext } from '../../nodes/define.ts'
import type { EngineSettings } from './messages.ts'

/** What an engine process computes with: the nodes, and the sessions it lends them. */
export interface Workload {
  loadNodes(): Promise<ReadonlyMap<string, LoadedNode>>
  openSessions(settings: EngineSettings): Promise<OpenSessions>
}

export interface LoadedNode {
  readonly definition: AnyNode<RunContext>
  readonly spec: NodeSpec
}

export interface OpenSessions {
  readonly sessions: Sessions
  /** `cpu`, `webgpu` … as chosen or asked for. */
  readonly device: string
}
