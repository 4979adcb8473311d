import type { Workflow } from '../../graph/workflow.ts'
import type { RunError, RunEvent, RunStatus } from '../../runtime/contract/run-event.ts'
import type { TextEvent } from '../../runtime/contract/text-of-event.ts'
import { base64Of } from '../../runtime/contract/wire.ts'
import { type GridView, gridsAfter } from '../compare/grid-view.ts'
import { type ExpertMap, mapAfter } from '../experts/expert-map.ts'

/** The picture as it was after a step: small, a `data:` URL. */
export interface Frame {
  /** The node that made it: for a subgraph, the inner one (`10:5`). */
  readonly node: string
  readonly step: number
  readonly of: number
  readonly url: string
}

/** How far a node is in its document's latest run. */
export interface NodeProgress {
  readonly state: 'running' | 'done' | 'cached' | 'failed'
  readonly step: number
  readonly of: number
  readonly secondsLeft: number | null
  readonly ms: number | null
  /** The last event of each kind that is shown as text. */
  readonly texts: Readonly<Partial<Record<TextEvent['kind'], TextEvent>>>
}

/** What a document's runs have left on its nodes. */
export interface RunView {
  readonly run: string
  /** The document as it was when the run was queued. */
  readonly drawn: Workflow
  readonly status: RunStatus | 'waiting' | 'running'
  readonly nodes: Readonly<Record<string, NodeProgress>>
  /** Steps of the plan, and how many are through. */
  readonly total: number
  readonly finished: number
  readonly errors: readonly RunError[]
  readonly ms: number | null
  /** By node: the pictures after each step that was shown. A node that need not run again keeps its strip. */
  readonly strips: Readonly<Record<string, readonly Frame[]>>
  /** By node: which experts of a mixture acted in each step. */
  readonly experts: Readonly<Record<string, ExpertMap>>
  /** By node: the pictures that a grid compares, as they come. */
  readonly grids: Readonly<Record<string, GridView>>
  /** What a node last showed of unfinished pictures, as long as the run goes on. */
  readonly unfinished: Unfinished | null
}

export interface Unfinished {
  readonly node: string
  /** Of the pictures of a batch, as far as they have come; after a step, of the first one. */
  readonly urls: readonly string[]
  /** They are previews of the latents that are being decoded: the exact pictures follow. */
  readonly isDecoding: boolean
}

/** What is written on previews of latents that are being decoded. */
export const exactFollows = 'Preview, exact picture follows'

/** The view of a run that was just queued. Strips, maps and grids of the run before stay until this one replaces them. */
export const waiting = (run: string, drawn: Workflow, before: RunView | undefined): RunView => ({
  run,
  drawn,
  status: 'waiting',
  nodes: {},
  total: 0,
  finished: 0,
  errors: [],
  ms: null,
  strips: before?.strips ?? {},
  experts: before?.experts ?? {},
  grids: before?.grids ?? {},
  // What an overtaken run left stays until this one shows something.
  unfinished: before && !isUnderWay(before) ? before.unfinished : null,
})

export const isUnderWay = ({ status }: RunView): boolean => status === 'running' || status === 'waiting'

const started: NodeProgress = { state: 'running', step: 0, of: 0, secondsLeft: null, ms: null, texts: {} }

/** A long run keeps every second frame, so that the strip still shows the whole run. */
const mostFrames = 24

/** The view after one event. What an inner node of a subgraph reports is shown on the subgraph's node. */
export function nextView(view: RunView, event: RunEvent): RunView {
  const on = (id: string) => shownOn(view.drawn, id)
  const node = (id: string, part: Partial<NodeProgress>): RunView['nodes'] => ({
    ...view.nodes,
    [on(id)]: { ...(view.nodes[on(id)] ?? started), ...part },
  })
  switch (event.kind) {
    case 'run-start':
      return { ...view, status: 'running', total: event.nodes }
    case 'cached': {
      const cached = event.nodes.map(id => [on(id), { ...started, state: 'cached' }] as const)
      const nodes = { ...view.nodes, ...Object.fromEntries(cached) }
      return { ...view, finished: view.finished + cached.length, nodes }
    }
    case 'node-start':
      return { ...atStart(view, event.node), nodes: node(event.node, startOf(view, event.node)) }
    case 'progress':
      return { ...view, nodes: node(event.node, { step: event.step, of: event.of, secondsLeft: event.secondsLeft }) }
    case 'preview':
      return withPreview(view, event)
    case 'decode-preview':
      return { ...view, unfinished: withDecodePreview(view, event) }
    case 'experts':
      return withMap(view, event)
    case 'image':
      // The store keeps pictures by document.
      return view.unfinished?.isDecoding ? { ...view, unfinished: null } : view
    case 'node-done':
      return {
        ...view,
        finished: view.finished + 1,
        nodes: node(event.node, {
          state: 'done',
          ms: (view.nodes[on(event.node)]?.ms ?? 0) + event.ms,
          secondsLeft: null,
        }),
      }
    case 'error': {
      const failed = event.error.node === null ? null : on(event.error.node)
      const nodes = failed === null ? view.nodes : node(failed, { state: 'failed' })
      return { ...view, errors: [...view.errors, { ...event.error, node: failed }], nodes }
    }
    case 'run-end':
      return {
        ...view,
        status: event.status,
        ms: event.ms,
        unfinished: leftBy(view, event),
        nodes: settled(view.nodes),
      }
    case 'grid':
    case 'cell':
      return { ...view, grids: gridsAfter(view.grids, event, view.drawn) }
    default: {
      const texts = { ...view.nodes[on(event.node)]?.texts, [event.kind]: event satisfies TextEvent }
      return { ...view, nodes: node(event.node, { texts }) }
    }
  }
}

function withPreview(view: RunView, { node, step, of, jpeg }: Extract<RunEvent, { kind: 'preview' }>): RunView {
  const on = shownOn(view.drawn, node)
  const strip = withFrame(view.strips[on] ?? [], { node, step, of, url: urlOf(jpeg) })
  // The preview of the last step may come after that of the decode.
  const isPast = view.unfinished?.isDecoding && view.nodes[on]?.state === 'done'
  const unfinished = isPast ? view.unfinished : { node: on, urls: [strip.at(-1)!.url], isDecoding: false }
  return { ...view, unfinished, strips: { ...view.strips, [on]: strip } }
}

function withDecodePreview(
  { unfinished, drawn }: RunView,
  { node, index, jpeg }: Extract<RunEvent, { kind: 'decode-preview' }>,
): Unfinished {
  const on = shownOn(drawn, node)
  const before = index > 0 && unfinished?.isDecoding && unfinished.node === on ? unfinished.urls : []
  return { node: on, urls: [...before.slice(0, index), urlOf(jpeg)], isDecoding: true }
}

const urlOf = (jpeg: Uint8Array): string => `data:image/jpeg;base64,${base64Of(jpeg)}`

/** The previews of an overtaken run stay until the next one shows something. */
const leftBy = ({ unfinished }: RunView, { isOvertaken }: Extract<RunEvent, { kind: 'run-end' }>) =>
  isOvertaken && unfinished?.isDecoding ? unfinished : null

function withMap({ experts, ...view }: RunView, event: Extract<RunEvent, { kind: 'experts' }>): RunView {
  const on = shownOn(view.drawn, event.node)
  return { ...view, experts: { ...experts, [on]: mapAfter(experts[on], event) } }
}

/** The node of the document that shows what node `id` reports: for `10:5`, node 5 of subgraph 10, it is node 10. */
export const shownOn = ({ nodes }: Workflow, id: string): string =>
  !id.includes(':') || nodes.some(node => String(node.id) === id) ? id : id.split(':', 1)[0]!

/** A node starts anew; a subgraph's node adds up the time and keeps the texts of the inner nodes before this one. */
function startOf({ drawn, nodes }: RunView, id: string): NodeProgress {
  const shown = shownOn(drawn, id)
  const before = shown === id ? undefined : nodes[shown]
  return before ? { ...started, ms: before.ms, texts: before.texts } : started
}

/** A node that starts loses the frames and the map that it made in the run before. */
function atStart(view: RunView, id: string): RunView {
  const shown = shownOn(view.drawn, id)
  const { [shown]: map, ...experts } = view.experts
  const frames = (view.strips[shown] ?? []).filter(({ node }) => node !== id)
  return { ...view, strips: { ...view.strips, [shown]: frames }, ...(map && { experts }) }
}

/**
 * Adds a frame in the order of steps: previews are encoded at the same time and may arrive in another order. Frames of
 * another inner node of the same subgraph make room for it.
 */
function withFrame(all: readonly Frame[], frame: Frame): readonly Frame[] {
  const frames = all.filter(({ node }) => node === frame.node)
  const kept = frames.length < mostFrames ? frames : frames.filter((_, i) => i % 2 === 0)
  const at = kept.findLastIndex(({ step }) => step < frame.step) + 1
  return kept.toSpliced(at, 0, frame)
}

/** A cancelled run leaves no node behind that seems to run. */
const settled = (nodes: RunView['nodes']): RunView['nodes'] =>
  Object.fromEntries(Object.entries(nodes).filter(([, { state }]) => state !== 'running'))
