import { type Change, type NodeId, nodeOf, type Point } from './change.ts'
import { claimNodeIds } from './ids.ts'

/** ComfyUI's yellow. */
const noteColors = { color: '#432', bgcolor: '#653' }

/** A note on the canvas: text that never runs. `nextNodeId` tells its id beforehand. */
export const addNote =
  (text: string, pos: Point): Change =>
  draft => {
    draft.nodes.push({
      id: claimNodeIds(draft),
      type: 'Note',
      pos: [...pos],
      size: [210, 88],
      flags: {},
      order: draft.nodes.length,
      mode: 0,
      inputs: [],
      outputs: [],
      properties: { text: '' },
      widgets_values: [text],
      ...noteColors,
    })
  }

/** Replaces the text of a note or a Markdown note. */
export const setNote =
  (id: NodeId, text: string): Change =>
  draft => {
    nodeOf(draft, id).widgets_values = [text]
  }
