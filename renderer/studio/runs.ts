import { createStore } from 'zustand/vanilla'
import { emptyWorkflow, type Workflow } from '../../graph/workflow.ts'
import type { QueueItem } from '../../runtime/contract/answers.ts'
import type { Picture, RunEvent } from '../../runtime/contract/run-event.ts'
import { isUnderWay, nextView, type RunView, shownOn, waiting } from './run-view.ts'

export interface RunsState {
  readonly queue: readonly QueueItem[]
  /** By document. */
  readonly views: Readonly<Record<string, RunView>>
  /** By document and node: what it showed last; a new run keeps the old picture until it has a new one. */
  readonly pictures: Readonly<Record<string, Readonly<Record<string, readonly Picture[]>>>>
}

/** Runs whose events are kept although nobody follows them: most are other windows', the newest may be ours. */
const mostEarly = 50

/**
 * Follows the runs of this window's documents, node by node.
 *
 * @param shown  what the nodes show from earlier runs, by document
 */
export function createRuns(shown: RunsState['pictures'] = {}) {
  const store = createStore<RunsState>(() => ({ queue: [], views: {}, pictures: shown }))
  /** Every run that is followed, also those that wait behind another of the same document. */
  const followed = new Map<string, { readonly document: string; readonly view: RunView }>()
  /** Events may overtake the answer that names their run. */
  const early = new Map<string, readonly RunEvent[]>()
  /** The pictures of the present run, by document and node. */
  const fresh = new Map<string, Map<string, readonly Picture[]>>()

  const keep = (document: string, view: RunView) => {
    followed.set(view.run, { document, view })
    const shown = store.getState().views[document]
    // A run takes the nodes when its turn comes, or when no other one has them.
    const isItsTurn = !shown || shown.run === view.run || !isUnderWay(shown) || view.status === 'running'
    if (isItsTurn) store.setState(({ views }) => ({ views: { ...views, [document]: view } }))
  }

  const receive = (run: string, event: RunEvent) => {
    const own = followed.get(run)
    if (!own) return hold(early, run, event)
    if (event.kind === 'run-start') fresh.delete(own.document)
    keep(own.document, nextView(own.view, event))
    if (event.kind === 'image') addPicture(own.document, shownOn(own.view.drawn, event.node), event.image)
    if (event.kind === 'run-end') followed.delete(run)
  }

  const showPictures = (document: string, shown: RunsState['pictures'][string]) =>
    store.setState(({ pictures }) => ({ pictures: { ...pictures, [document]: shown } }))

  /** The first picture of a run replaces what the last run showed. */
  const addPicture = (document: string, node: string, picture: Picture) => {
    const ofDocument = fresh.get(document) ?? new Map<string, readonly Picture[]>()
    const shown = [...(ofDocument.get(node) ?? []), picture]
    fresh.set(document, ofDocument.set(node, shown))
    showPictures(document, { ...store.getState().pictures[document], [node]: shown })
  }

  return {
    store,
    receive,
    /** Shows a picture on a node. */
    addPicture,
    /** The pictures of an earlier run, on the nodes of a document. */
    showPictures,
    /** The followed runs that have left the queue although their end was not reported, with their documents. */
    unended: () => [...followed].filter(([run]) => !store.getState().queue.some(({ id }) => id === run)),
    /** The document as it was when a run of this window was queued; undefined for other runs. */
    drawnIn: (run: string): Workflow | undefined => followed.get(run)?.view.drawn,
    setQueue: (queue: readonly QueueItem[]): void => store.setState({ queue }),
    /** From now on the events of `run` are shown on `document`, which was `drawn` when it was queued. */
    follow(run: string, document: string, drawn: Workflow = emptyWorkflow): void {
      keep(document, waiting(run, drawn, store.getState().views[document]))
      const arrived = early.get(run) ?? []
      early.delete(run)
      for (const event of arrived) receive(run, event)
      // The queue, which may have come first, can show now what this run draws.
      store.setState({})
    },
  }
}

function hold(early: Map<string, readonly RunEvent[]>, run: string, event: RunEvent): void {
  early.set(run, [...(early.get(run) ?? []), event])
  if (early.size > mostEarly) early.delete(early.keys().next().value!)
}

/** A sentence for the runs that the program left when it ended. */
export const heldRuns = (count: number): string =>
  `${count === 1 ? 'One run was' : `${count} runs were`} waiting or in progress when Leapgraph ended.`

export type Runs = ReturnType<typeof createRuns>
