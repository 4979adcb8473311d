import { vi } from 'vitest'
import { addNode } from '../../../../graph/edit/nodes.ts'
import { createHistory } from '../../../../graph/history.ts'
import type { NodeSpec } from '../../../../graph/node.ts'
import { emptyWorkflow, type WorkflowNode } from '../../../../graph/workflow.ts'
import { loadNodes } from '../../../../nodes/registry.ts'
import type { Brush, CardState } from '../../../../renderer/canvas/cards/card-brush.ts'
import { CardNode } from '../../../../renderer/canvas/cards/card-node.ts'
import { drawCard } from '../../../../renderer/canvas/cards/draw-card.ts'
import { type Look, readLook } from '../../../../renderer/canvas/cards/look.ts'
import { recordingContext } from '../../recording-context.ts'

const nodes = await loadNodes()
export const specOf = (type: string): NodeSpec => nodes.get(type)!.spec

/** A look whose every colour is the name of its token. */
export function namedLook(theme?: 'light'): Look {
  vi.stubGlobal('getComputedStyle', () => ({ getPropertyValue: (name: string) => name }))
  return readLook({ dataset: { theme } } as never)
}

/** A node of a type as it is when it was just placed, but for what `part` says. */
export function placed(type: string, part: Partial<WorkflowNode> = {}): WorkflowNode {
  const { nodes } = createHistory(emptyWorkflow).apply('Add', addNode(specOf(type), [100, 100]))
  return { ...nodes[0]!, ...part }
}

const atRest: CardState = {
  selected: false,
  hovered: false,
  progress: undefined,
  isUnfinished: false,
  exactFollows: false,
  error: null,
  editing: null,
  target: null,
  refusing: false,
}

interface Drawing {
  readonly state?: Partial<CardState>
  readonly brush?: Partial<Brush>
  readonly pictures?: CardNode['pictures']
  /** undefined: the type is not installed. */
  readonly spec?: NodeSpec | undefined
}

/** Draws a node's card, or only what hangs below it, and returns what was drawn. */
export function drawn(
  node: WorkflowNode,
  { state, brush, pictures = [], ...rest }: Drawing = {},
  draw: (brush: Brush, card: CardNode, state: CardState) => void = drawCard,
) {
  const recording = recordingContext()
  const card = new CardNode(node, 'spec' in rest ? rest.spec : specOf(node.type), pictures)
  const whole = { context: recording.context, look: namedLook(), scale: 1, picture: () => null, ...brush }
  draw(whole as Brush, card, { ...atRest, ...state })
  return { ...recording, card }
}
