import { type Change, type NodeId, nodeOf, nodesOf } from './change.ts'

/** ComfyUI's pair: the title's colour and the body's. */
export interface NodeColor {
  readonly color: string
  readonly bgcolor: string
}

/**
 * ComfyUI's colours for nodes and groups. They are written into the document, so they are data, the same in every theme,
 * and not tokens of the interface.
 */
export const nodeColors: Readonly<Record<string, NodeColor>> = {
  Red: { color: '#322', bgcolor: '#533' },
  Brown: { color: '#332922', bgcolor: '#593930' },
  Green: { color: '#232', bgcolor: '#353' },
  Blue: { color: '#223', bgcolor: '#335' },
  'Pale blue': { color: '#2a363b', bgcolor: '#3f5159' },
  Cyan: { color: '#233', bgcolor: '#355' },
  Purple: { color: '#323', bgcolor: '#535' },
  Yellow: { color: '#432', bgcolor: '#653' },
  Black: { color: '#222', bgcolor: '#000' },
}

/** An empty title restores the title of the node type. */
export const setTitle =
  (id: NodeId, title: string): Change =>
  draft => {
    const node = nodeOf(draft, id)
    if (title !== '') node.title = title
    else delete node.title
  }

/** @param color  null for the colour of the theme */
export const setColor =
  (ids: readonly NodeId[], color: NodeColor | null): Change =>
  draft => {
    for (const node of nodesOf(draft, ids).values())
      if (color) {
        node.color = color.color
        node.bgcolor = color.bgcolor
      } else {
        delete node.color
        delete node.bgcolor
      }
  }

/** ComfyUI writes a flag only while it is set. */
const setFlag =
  (flag: 'collapsed' | 'pinned') =>
  (ids: readonly NodeId[], isSet: boolean): Change =>
  draft => {
    for (const node of nodesOf(draft, ids).values())
      if (isSet) node.flags = Object.assign(node.flags ?? {}, { [flag]: true })
      else if (node.flags && flag in node.flags) delete node.flags[flag]
  }

export const setCollapsed = setFlag('collapsed')

/** A pinned node does not move. */
export const setPinned = setFlag('pinned')
