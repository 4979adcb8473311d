import { createStore } from 'zustand/vanilla'
import { emptyWorkflow, type Workflow } from '../../graph/workflow.ts'
import type { QueueItem } from '../../runtime/contract/answers.ts'
import type { ComparedCell, ComparedGrid } from '../../runtime/contract/compared.ts'
import type { Picture, RunError, RunEvent, RunStatus } from '../../runtime/contract/run-event.ts'

/** The picture as it was after a step: small, a `data:` URL. */
export interface Frame {
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
  readonly notice: string | null
}

export interface GridView extends ComparedGrid {
  /** The document that was run. */
  readonly drawn: Workflow
  readonly done: readonly ComparedCell[]
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
  /** By node: what it took the picture to be after each step that was shown. A node that need not run again keeps its strip. */
  readonly strips: Readonly<Record<string, readonly Frame[]>>
  /** By node: the pictures that a grid compares, as they come. */
  readonly grids: Readonly<Record<string, GridView>>
  /** The node that last showed an unfinished picture, as long as the run goes on. */
  readonly unfinished: { readonly node: string; readonly url: string } | null
}

export interface RunsState {
  readonly queue: readonly QueueItem[]
  /** By document. */
  readonly views: Readonly<Record<string, RunView>>
  /** By document and node: what it showed last; a new run keeps the old picture until it has a new one. */
  readonly pictures: Readonly<Record<string, Readonly<Record<string, readonly Picture[]>>>>
}

/** Follows the runs that this window started, node by node. */
export function createRuns() {
  const store = createStore<RunsState>(() => ({ queue: [], views: {}, pictures: {} }))
  /** Run → document. */
  const documents = new Map<string, string>()
  /** Events may overtake the answer that names their run. */
  const early = new Map<string, RunEvent[]>()

  /** Every run that is followed, also those that wait behind another of the same document. */
  const followed = new Map<string, RunView>()

  const keep = (document: string, view: RunView) => {
    followed.set(view.run, view)
    const shown = store.getState().views[document]
    // A run takes the nodes when its turn comes, or when no other one has them.
    const isItsTurn = !shown || shown.run === view.run || !isUnderWay(shown) || view.status === 'running'
    if (isItsTurn) store.setState(({ views }) => ({ views: { ...views, [document]: view } }))
  }

  const receive = (run: string, event: RunEvent) => {
    const document = documents.get(run)
    if (document === undefined) {
      if (early.size > 50) early.clear()
      early.set(run, [...(early.get(run) ?? []), event])
      return
    }
    const view = followed.get(run)
    if (!view) return
    if (event.kind === 'run-start')
      for (const key of fresh.keys()) if (key.startsWith(`${document} `)) fresh.delete(key)
    keep(document, after(view, event))
    if (event.kind === 'image') addPicture(document, event.node, event.image)
    if (event.kind === 'run-end') {
      followed.delete(run)
      documents.delete(run)
    }
  }

  /** The first picture of a run takes the place of what the last run showed. */
  const addPicture = (document: string, node: string, picture: Picture) => {
    const shown = [...(fresh.get(`${document} ${node}`) ?? []), picture]
    fresh.set(`${document} ${node}`, shown)
    store.setState(({ pictures }) => ({
      pictures: { ...pictures, [document]: { ...pictures[document], [node]: shown } },
    }))
  }
  /** The pictures of the present run, by document and node. */
  const fresh = new Map<string, readonly Picture[]>()

  return {
    store,
    receive,
    /** Shows a picture on a node. */
    addPicture,
    setQueue: (queue: readonly QueueItem[]): void => store.setState({ queue }),
    /** From now on the events of `run` are shown on `document`, which was `drawn` when it was queued. */
    follow(run: string, document: string, drawn: Workflow = emptyWorkflow): void {
      documents.set(run, document)
      const { strips = {}, grids = {} } = store.getState().views[document] ?? {}
      const start = { nodes: {}, total: 0, finished: 0, errors: [], ms: null, unfinished: null }
      keep(document, { run, drawn, status: 'waiting', ...start, strips, grids })
      for (const event of early.get(run) ?? []) receive(run, event)
      early.delete(run)
    },
  }
}

export type Runs = ReturnType<typeof createRuns>

const started: NodeProgress = {
  state: 'running',
  step: 0,
  of: 0,
  secondsLeft: null,
  ms: null,
  notice: null,
}

/** A long run keeps every second frame, so that the strip still shows the whole way. */
const most = 24

function withFrame(frames: readonly Frame[], { step, of, url }: Frame): readonly Frame[] {
  const kept = frames.length < most ? frames : frames.filter((_, i) => i % 2 === 0)
  return [...kept, { step, of, url }]
}

const isUnderWay = ({ status }: RunView): boolean => status === 'running' || status === 'waiting'

/** The view after one event. */
function after(view: RunView, event: RunEvent): RunView {
  const node = (id: string, part: Partial<NodeProgress>): RunView['nodes'] => ({
    ...view.nodes,
    [id]: { ...(view.nodes[id] ?? started), ...part },
  })
  switch (event.kind) {
    case 'run-start':
      return { ...view, status: 'running', total: event.nodes }
    case 'cached':
      return {
        ...view,
        finished: view.finished + event.nodes.length,
        nodes: Object.assign({ ...view.nodes }, ...event.nodes.map(id => ({ [id]: { ...started, state: 'cached' } }))),
      }
    case 'node-start':
      return { ...view, nodes: node(event.node, started), strips: { ...view.strips, [event.node]: [] } }
    case 'progress':
      return { ...view, nodes: node(event.node, { step: event.step, of: event.of, secondsLeft: event.secondsLeft }) }
    case 'preview':
      return {
        ...view,
        unfinished: { node: event.node, url: event.url },
        strips: { ...view.strips, [event.node]: withFrame(view.strips[event.node] ?? [], event) },
      }
    case 'notice':
      return event.node === '' ? view : { ...view, nodes: node(event.node, { notice: event.message }) }
    case 'node-done':
      return {
        ...view,
        finished: view.finished + 1,
        nodes: node(event.node, { state: 'done', ms: event.ms, secondsLeft: null }),
      }
    case 'error':
      return {
        ...view,
        errors: [...view.errors, event.error],
        nodes: event.error.node === null ? view.nodes : node(event.error.node, { state: 'failed' }),
      }
    case 'run-end':
      return { ...view, status: event.status, ms: event.ms, unfinished: null, nodes: settled(view.nodes) }
    case 'grid':
      return { ...view, grids: { ...view.grids, [event.grid.node]: { ...event.grid, drawn: view.drawn, done: [] } } }
    case 'cell':
      return { ...view, grids: withCell(view.grids, event.node, event.cell) }
    case 'image':
      return view
  }
}

const withCell = (grids: RunView['grids'], node: string, cell: ComparedCell): RunView['grids'] =>
  grids[node] ? { ...grids, [node]: { ...grids[node], done: [...grids[node].done, cell] } } : grids

/** A cancelled run leaves no node behind that seems to run. */
const settled = (nodes: RunView['nodes']): RunView['nodes'] =>
  Object.fromEntries(Object.entries(nodes).filter(([, { state }]) => state !== 'running'))
