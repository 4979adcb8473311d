import type { Change, Point } from '../../../graph/edit/change.ts'
import { claimNodeIds } from '../../../graph/edit/ids.ts'

/** A primitive that takes its widget from the first input it is wired to. */
export const addPrimitive =
  (pos: Point): Change =>
  draft => {
    draft.nodes.push({
      id: claimNodeIds(draft),
      type: 'PrimitiveNode',
      pos: [...pos],
      size: [210, 58],
      flags: {},
      order: draft.nodes.length,
      mode: 0,
      inputs: [],
      outputs: [{ name: 'connect to widget input', type: '*', links: [] }],
      properties: { 'Run widget replace on values': false },
      widgets_values: [],
    })
  }
