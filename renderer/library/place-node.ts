import { fittingInputs, fittingOutputs } from '../../graph/edit/fitting.ts'
import { nextNodeId } from '../../graph/edit/ids.ts'
import { addNode } from '../../graph/edit/nodes.ts'
import { connect } from '../../graph/edit/wires/wires.ts'
import type { Json } from '../../graph/json.ts'
import type { NodeSpec } from '../../graph/node.ts'
import { currentType } from '../../graph/renames.ts'
import { namesTrialModel, trialModel } from '../../graph/trial-model.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { findNode, pointOf, type Workflow } from '../../graph/workflow.ts'
import type { CanvasView, DraggedWire, Point } from '../studio/canvas-view.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import { selectNodes } from '../studio/selection.ts'
import type { Studio } from '../studio/studio.ts'

/**
 * Adds a node, wired to the loose end that was looking for it, as one step.
 *
 * @param at      the top left corner of its body; null for the middle of what is seen
 * @param values  what its widgets shall say instead of their defaults
 * @returns false when the document is closed, and nothing was done
 */
export function placeNode(
  studio: Studio,
  document: DocumentHandle,
  spec: NodeSpec,
  {
    at = null,
    from = null,
    values = {},
  }: { at?: Point | null; from?: DraggedWire | null; values?: Readonly<Record<string, Json>> } = {},
): boolean {
  const { specs, files } = studio
  const canvas = studio.canvasOf(document)
  const { present } = document.read()
  const id = nextNodeId(present)
  const [x, y] = freePlace(present, canvas, at ?? canvas?.centre() ?? [0, 0])
  const other = from && findNode(present, from.node)
  const isOpen = document.change(`Add ${spec.title}`, draft => {
    addNode(spec, [Math.round(x), Math.round(y)], {
      ...firstFiles(spec, files.getState().names),
      ...(namesTrialModel(present) && trialSize(spec)),
      ...values,
    })(draft)
    if (!from || !other) return
    if (from.side === 'output') {
      const [input] = fittingInputs(spec, from.type)
      if (input !== undefined) connect(other.id, from.slot, id, spec, input)(draft)
    } else {
      const [output] = fittingOutputs(spec, from.type)
      if (output !== undefined) connect(id, output, other.id, specs.get(currentType(other.type)), from.name)(draft)
    }
  })
  document.select(selectNodes([String(id)]))
  canvas?.keepInView(String(id))
  return isOpen
}

/** To the right of whatever stands there already. */
function freePlace(present: Workflow, canvas: CanvasView | null, [x, y]: Point): Point {
  const boxes = present.nodes.map(node => {
    const [left, top] = pointOf(node.pos)
    const [width, height] = canvas?.sizeOf(String(node.id)) ?? pointOf(node.size)
    return { left, right: left + width, top: top - 30, bottom: top + height }
  })
  let free = x
  for (;;) {
    const inTheWay = boxes.find(
      box => free < box.right + 20 && free + 220 > box.left && y - 30 < box.bottom && y + 60 > box.top,
    )
    if (!inTheWay) return [free, y]
    free = inTheWay.right + 50
  }
}

/** An empty latent beside the small model has the size that the model was trained on. */
const trialSize = ({ inputs, outputs }: NodeSpec): Record<string, Json> =>
  inputs.width && inputs.height && Object.values(outputs).some(({ type }) => type === 'LATENT')
    ? { width: trialModel.size, height: trialModel.size }
    : {}

/** A new loader names a file that is there. */
const firstFiles = (spec: NodeSpec, names: Readonly<Record<string, readonly string[]>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(spec.inputs).flatMap(([name, port]) => {
      const first = isFile(port) ? names[port.folder]?.[0] : undefined
      return first === undefined ? [] : [[name, first]]
    }),
  )
