import { type Change, type DraftNode, type NodeId, nodeOf, nodesOf } from './change.ts'

/** ComfyUI's pair: the title's colour and the body's. */
export interface NodeColor {
  readonly color: string
  readonly bgcolor: string
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

export const setCollapsed =
  (ids: readonly NodeId[], isCollapsed: boolean): Change =>
  draft => {
    for (const node of nodesOf(draft, ids).values()) setFlag(node, 'collapsed', isCollapsed)
  }

/** A pinned node does not move. */
export const setPinned =
  (ids: readonly NodeId[], isPinned: boolean): Change =>
  draft => {
    for (const node of nodesOf(draft, ids).values()) setFlag(node, 'pinned', isPinned)
  }

/** ComfyUI writes a flag only while it is set. */
function setFlag(node: DraftNode, flag: 'collapsed' | 'pinned', isSet: boolean): void {
  if (isSet) node.flags = Object.assign(node.flags ?? {}, { [flag]: true })
  else if (node.flags && flag in node.flags) delete node.flags[flag]
}
