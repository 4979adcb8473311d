import type { Graph } from '../onnx/graph.ts'
import type { Device, Packs, Precision } from './device.ts'
import { createOpenVinoSession } from './openvino/session.ts'
import { createPluginSession } from './plugin/session.ts'
import { createSession, type Session, type SessionOptions } from './session.ts'

export interface CreateOptions extends Omit<SessionOptions, 'device'> {
  readonly packs: Packs
  readonly precision?: Precision
}

/** Compiles a graph with the library that a device belongs to. @throws SessionError; MemoryError */
export function createOn(device: Device, graph: Graph, options: CreateOptions): Promise<Session> {
  const { packs, precision = 'auto', ...rest } = options
  const { library, cache, rounds } = (device === 'plugin' || device === 'openvino' ? packs[device] : undefined) ?? {}
  if (device === 'plugin') return createPluginSession(graph, { ...rest, library })
  if (device !== 'openvino') return createSession(graph, { ...rest, device })
  const chosen = precision === 'auto' ? (rounds ? 'fast' : 'exact') : precision
  return createOpenVinoSession(graph, { threads: rest.threads, library, cache, precision: chosen })
}
