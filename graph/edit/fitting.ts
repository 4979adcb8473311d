import type { NodeSpec } from '../node.ts'
import { isWidget, typesMeet, wireType } from '../port-types.ts'
import { shownInputs } from '../ports/cases.ts'
import { withoutSpare } from '../ports/growing.ts'

/** The inputs that take a wire of this type, the sockets before the widgets: for the search at the end of a dragged wire. */
export function fittingInputs(spec: NodeSpec, type: string): readonly string[] {
  const fitting = withoutSpare([...shownInputs(spec, () => undefined)], () => false).filter(([, port]) =>
    typesMeet(type, wireType(port)),
  )
  const [sockets, widgets] = [
    fitting.filter(([, port]) => !isWidget(port)),
    fitting.filter(([, port]) => isWidget(port)),
  ]
  return [...sockets, ...widgets].map(([name]) => name)
}

/** The places of the outputs that give this type: for a wire dragged backwards from an input. */
export const fittingOutputs = (spec: NodeSpec, type: string): readonly number[] =>
  Object.values(spec.outputs).flatMap((output, slot) => (typesMeet(output.type, type) ? [slot] : []))
