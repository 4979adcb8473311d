import { TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { WorkflowNode } from '../../graph/workflow.ts'
import { underCard } from '../canvas/floating/under-card.ts'
import { useCanvas } from '../canvas/use-canvas.ts'
import { texts } from '../look/styles.ts'
import type { NodeView } from '../studio/studio.ts'
import { useActive, useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { conflictsOf } from './conflicts.ts'
import css from './fit-view.module.css'

/** Under a node whose files do not fit together, while a person wires it. */
function ConflictBubbles() {
  const { state, mounted } = useCanvas()
  const conflicts = conflictsOf(useStudio())
  const document = useDocument()
  const present = useActive(({ present }) => present)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after every edit.
  useEffect(() => conflicts.ask(document), [conflicts, document, present])
  const view = useStore(state)
  const found = useStore(conflicts.store)
  const failed = useRunView()?.errors.map(({ node }) => node) ?? []
  return found.map(({ node, message }) => {
    const card = mounted.graph.cards.get(node)
    // The error of a run says the same.
    if (!card || failed.includes(node) || view.scale < 0.25) return null
    return (
      <p key={node} role="alert" className={css.bubble} style={underCard(card, view, 340)}>
        <TriangleAlert /> {message}
      </p>
    )
  })
}

function ConflictOfNode({ node }: { readonly node: WorkflowNode }) {
  const found = useStore(conflictsOf(useStudio()).store)
  return found
    .filter(each => each.node === String(node.id))
    .map(({ message }) => (
      <p key={message} className={`${texts.note} ${texts.warn}`}>
        {message}
      </p>
    ))
}

/** Files of other families are marked on their node before anything runs. */
export const fitView: NodeView = { name: 'fit', AboveWidgets: ConflictOfNode, OverCanvas: ConflictBubbles }
