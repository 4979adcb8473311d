import type { Picture, RunError, RunEvent, RunStatus } from '../../runtime/contract/run-event.ts'
import type { QueuedRun } from '../../runtime/store/run-store.ts'

/** What clients are sent: a JSON message, or a picture in a binary frame. */
export type Message =
  | { readonly type: string; readonly data: Readonly<Record<string, unknown>> }
  /** The bytes of a JPEG. */
  | { readonly preview: Uint8Array; readonly node: string }
  /** A picture of SaveImageWebsocket, by the path of its PNG file. */
  | { readonly picture: string; readonly node: string }

/** Turns the events of a run into ComfyUI's messages. */
export interface RunMessages {
  on(event: RunEvent): readonly Message[]
  /** What a client that connects in the middle of the run has missed. */
  present(): readonly Message[]
}

export function createRunMessages(run: Pick<QueuedRun, 'id' | 'request'>, now: () => number = Date.now): RunMessages {
  const state: State = { run, now, nodes: new Map(), executed: [], results: new Map(), types: new Map(), ...atFirst }
  return {
    on: event => messagesOf(state, event),
    present: () => (state.nodes.size === 0 ? [] : [...executing(state), progressState(state)]),
  }
}

const atFirst = { error: null, current: null, saidCached: false }

interface State {
  readonly run: Pick<QueuedRun, 'id' | 'request'>
  readonly now: () => number
  readonly nodes: Map<string, Progress>
  /** Ids of the nodes that ran or were cached. */
  readonly executed: string[]
  /** What nodes showed and clients were not told yet. */
  readonly results: Map<string, { readonly images: (Picture | Transferred)[]; readonly text: string[] }>
  readonly types: Map<string, string>
  error: RunError | null
  /** The node that runs. */
  current: string | null
  saidCached: boolean
}

/** A picture of ETN_SaveImageCache, which the client fetches by its id. */
interface Transferred {
  readonly source: 'http'
  readonly id: string
  readonly 'content-type': string
  readonly type: 'output'
}

interface Progress {
  readonly value: number
  readonly max: number
  readonly state: 'running' | 'finished' | 'error'
}

function messagesOf(state: State, event: RunEvent): readonly Message[] {
  switch (event.kind) {
    case 'run-start':
      return [stamped(state, 'execution_start')]
    case 'cached':
      state.executed.push(...event.nodes)
      return cached(state, event.nodes)
    case 'node-start': {
      const before = [...cached(state), ...shown(state)]
      state.current = event.node
      state.types.set(event.node, event.type)
      return [...before, progressed(state, event.node, { value: 0, max: 1, state: 'running' }), ...executing(state)]
    }
    case 'progress': {
      const { step: value, of: max, node } = event
      const moved = progressed(state, node, { value, max, state: 'running' })
      return [moved, { type: 'progress', data: { value, max, prompt_id: state.run.id, node } }]
    }
    case 'preview':
      return [{ preview: event.jpeg, node: event.node }]
    case 'image': {
      const { filename, subfolder, type, path } = event.image
      const before = cached(state)
      const by = typeOf(state, event.node)
      if (by === 'SaveImageWebsocket') return [...before, { picture: path, node: event.node }]
      const shown = by === 'ETN_SaveImageCache' ? transferred(filename) : { filename, subfolder, type }
      resultOf(state, event.node).images.push(shown)
      return before
    }
    case 'text':
      resultOf(state, event.node).text.push(event.text)
      return []
    case 'node-done': {
      state.executed.push(event.node)
      state.current = null
      const { max = 1 } = state.nodes.get(event.node) ?? {}
      return [...shown(state), progressed(state, event.node, { value: max, max, state: 'finished' })]
    }
    case 'error':
      state.error ??= event.error
      return event.error.node === null
        ? []
        : [progressed(state, event.error.node, { value: 0, max: 1, state: 'error' })]
    case 'run-end':
      state.current = null
      return [...cached(state), ...shown(state), last(state, event.status)]
    default:
      return []
  }
}

const stamped = ({ run, now }: State, type: string, data: object = {}): Message => ({
  type,
  data: { prompt_id: run.id, ...data, timestamp: now() },
})

/** Sent once, before the first node, also when nothing was cached. */
function cached(state: State, nodes: readonly string[] = []): readonly Message[] {
  if (state.saidCached) return []
  state.saidCached = true
  return [stamped(state, 'execution_cached', { nodes })]
}

const executing = ({ current, run }: State): readonly Message[] =>
  current === null ? [] : [{ type: 'executing', data: { node: current, display_node: current, prompt_id: run.id } }]

/** Progress of nodes that ended is sent with each message: of the last ones only, so that a long run stays linear. */
const mostNodes = 500

function progressed(state: State, node: string, progress: Progress): Message {
  const { nodes } = state
  nodes.delete(node)
  nodes.set(node, progress)
  if (nodes.size > mostNodes) nodes.delete(nodes.keys().next().value!)
  return progressState(state)
}

const progressState = ({ run, nodes }: State): Message => ({
  type: 'progress_state',
  data: {
    prompt_id: run.id,
    nodes: Object.fromEntries(
      [...nodes].map(([node, progress]) => [node, { ...progress, ...nodeNames(node, run.id) }]),
    ),
  },
})

/** Which node a message is about, in the terms of ComfyUI's subgraphs. */
export const nodeNames = (node: string, run: string) => ({
  node_id: node,
  prompt_id: run,
  display_node_id: node,
  parent_node_id: null,
  real_node_id: node,
})

const typeOf = ({ run, types }: State, node: string): string | undefined =>
  run.request?.prompt[node]?.class_type ?? types.get(node)

const transferred = (filename: string): Transferred => ({
  source: 'http',
  id: filename,
  'content-type': filename.endsWith('.jpg') ? 'image/jpeg' : 'image/png',
  type: 'output',
})

function resultOf({ results }: State, node: string) {
  const result = results.get(node) ?? { images: [], text: [] }
  results.set(node, result)
  return result
}

/** What nodes showed, but for the one that still runs. */
function shown({ results, current, run }: State): readonly Message[] {
  return [...results].flatMap(([node, { images, text }]) => {
    if (node === current) return []
    results.delete(node)
    const output = { ...(images.length > 0 && { images }), ...(text.length > 0 && { text }) }
    return [{ type: 'executed', data: { node, display_node: node, output, prompt_id: run.id } }]
  })
}

function last(state: State, status: RunStatus): Message {
  const { error, executed, nodes, types } = state
  if (status === 'done') return stamped(state, 'execution_success')
  if (status === 'failed' && error) return stamped(state, 'execution_error', { ...errorData(error), executed })
  const node = [...nodes].findLast(([, progress]) => progress.state === 'running')?.[0] ?? null
  return stamped(state, 'execution_interrupted', { node_id: node, node_type: types.get(node ?? '') ?? null, executed })
}

/** The part of `execution_error` that tells what went wrong. */
export const errorData = ({ node, type, code, message, stack }: RunError) => ({
  node_id: node,
  node_type: type,
  executed: [] as readonly string[],
  exception_message: message,
  exception_type: code,
  traceback: stack === null ? [] : stack.split('\n'),
  current_inputs: {},
  current_outputs: [],
})
