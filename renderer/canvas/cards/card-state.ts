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

export function cardState(card: CardNode, moment: Moment): CardState {
  const { id } = card
  const { document, run, floating, hovered, shown } = moment
  return {
    selected: document.selection.nodes.has(id),
    hovered: hovered === id,
    progress: run?.nodes[id],
    isUnfinished: run?.unfinished?.node === id && !run.unfinished.isDecoding,
    exactFollows: run?.unfinished?.isDecoding === true && unfinishedOn(card, moment) !== null,
    error: run?.errors.find(({ node }) => node === id)?.message ?? null,
    editing: floating?.kind === 'widget' && floating.node === id ? floating.widget : null,
    target: shown.target?.node === id ? shown.target : null,
    refusing: shown.refusing.has(id),
  }
}

/**
 * The unfinished picture that a card shows: after a step on the sampler that makes it, and on the outputs that it will reach.
 *
 * @returns its address; null for none
 */
export function unfinishedOn({ id, spec }: CardNode, { document, run }: Moment): string | null {
  if (!run?.unfinished) return null
  const { node, urls, isDecoding } = run.unfinished
  const arrives = spec?.isOutput && run.nodes[id]?.state !== 'done' && ancestorsOf(document.present, id).has(node)
  return arrives || (node === id && !isDecoding) ? urls.at(-1)! : null
}
