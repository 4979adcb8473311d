import { ancestorsOf } from '../../../graph/planning/ancestors.ts'
import type { OpenDocument } from '../../studio/document-handle.ts'
import type { RunView } from '../../studio/run-view.ts'
import type { Floating } from '../canvas-state.ts'
import type { Shown } from '../gestures/gesture.ts'
import type { CardState } from './card-brush.ts'
import type { CardNode } from './card-node.ts'

/** What the window knows at a moment beside the nodes themselves. */
export interface Moment {
  readonly document: OpenDocument
  /** The document's latest run. */
  readonly run: RunView | undefined
  readonly floating: Floating | null
  readonly hovered: string | null
  readonly shown: Shown
}

export function cardState({ id }: CardNode, { document, run, floating, hovered, shown }: Moment): CardState {
  return {
    selected: document.selection.nodes.has(id),
    hovered: hovered === id,
    progress: run?.nodes[id],
    isUnfinished: run?.unfinished?.node === id,
    error: run?.errors.find(({ node }) => node === id)?.message ?? null,
    editing: floating?.kind === 'widget' && floating.node === id ? floating.widget : null,
    target: shown.target?.node === id ? shown.target : null,
    refusing: shown.refusing.has(id),
  }
}

/**
 * The unfinished picture that a card shows: on the sampler that makes it, and on the outputs that it will reach.
 *
 * @returns its address; null for none
 */
export function unfinishedOn({ id, spec }: CardNode, { document, run }: Moment): string | null {
  if (!run?.unfinished) return null
  const { node, url } = run.unfinished
  const arrives = spec?.isOutput && run.nodes[id]?.state !== 'done' && ancestorsOf(document.present, id).has(node)
  return node === id || arrives ? url : null
}
