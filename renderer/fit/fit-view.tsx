import { TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { GraphScope, WorkflowNode } from '../../graph/workflow.ts'
import type { NodeSentence } from '../../runtime/contract/answers.ts'
import { besideCard } from '../canvas/floating/beside-card.ts'
import { useCanvas } from '../canvas/use-canvas.ts'
import { texts } from '../look/styles.ts'
import type { NodeView } from '../studio/studio.ts'
import { useActive, useDocument, useRunView, useStudio } from '../studio/use-studio.ts'
import { conflictsOf } from './conflicts.ts'
import css from './fit-view.module.css'

/** Beside a node whose files do not fit together, while a person wires it; the wires that bring them are marked too. */
function ConflictBubbles() {
  const { state, mounted } = useCanvas()
  const conflicts = conflictsOf(useStudio())
  const document = useDocument()
  const present = useActive(({ present }) => present)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again after every edit.
  useEffect(() => conflicts.ask(document), [conflicts, document, present])
  const view = useStore(state)
  const found = useStore(conflicts.store)
  useEffect(() => state.setState({ doubted: wiresOf(present, found) }), [state, present, found])
  useTrial()
  const failed = useRunView()?.errors.map(({ node }) => node) ?? []
  return found.map(({ node, message }) => {
    const card = mounted.graph.cards.get(node)
    // The error of a run says the same.
    if (!card || failed.includes(node) || view.scale < 0.25) return null
    return (
      <p
        key={node}
        role="alert"
        className={css.bubble}
        style={besideCard(card, view, [340, 90], mounted.graph.cards.values())}
      >
        <TriangleAlert /> {message}
      </p>
    )
  })
}

/** Why wires bring what does not fit together, by their ids. */
function wiresOf(shown: GraphScope | undefined, found: readonly NodeSentence[]): ReadonlyMap<string, string> {
  const wires = new Map<string, string>()
  for (const { node: id, message, wires: names } of found) {
    const inputs = shown?.nodes.find(node => String(node.id) === id)?.inputs ?? []
    for (const { name, link } of inputs) if (names.includes(name) && link != null) wires.set(String(link), message)
  }
  return wires
}

/** How long a dragged wire is held over a socket before the program is asked, in milliseconds. */
const HELD = 120

/** Reports beside a dragged wire, while it is over a socket, what would not fit together there. */
function useTrial() {
  const { state } = useCanvas()
  const conflicts = conflictsOf(useStudio())
  const socket = useStore(state, ({ trial }) => trial?.socket)
  useEffect(() => {
    if (socket === undefined) return
    let isOver = true
    const timer = setTimeout(async () => {
      const { trial } = state.getState()
      const found = trial && (await conflicts.after(trial.document, trial.change))
      if (isOver && found) state.setState({ doubt: found.message })
    }, HELD)
    return () => {
      isOver = false
      clearTimeout(timer)
      state.setState({ doubt: null })
    }
  }, [socket, state, conflicts])
}

function ConflictOfNode({ node }: { readonly node: WorkflowNode }) {
  const found = useStore(conflictsOf(useStudio()).store)
  return found
    .filter(each => each.node === String(node.id))
    .map(({ message, wires }) => (
      <p key={message} className={`${texts.note} ${texts.warn}`}>
        {message}
        {wires.length > 0 && ` ${wires.length === 1 ? 'The wire' : 'The wires'} at ${wires.join(', ')}: dashed.`}
      </p>
    ))
}

/** Files of other families are marked on their node before anything runs. */
export const fitView: NodeView = { name: 'fit', AboveWidgets: ConflictOfNode, OverCanvas: ConflictBubbles }
