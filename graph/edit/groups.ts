import type { Draft } from 'immer'
import { pointOf, type Workflow } from '../workflow.ts'
import {
  type Bounds,
  boundsAround,
  centreOf,
  holdsBounds,
  holdsPoint,
  nodeBounds,
  type SizeOf,
  storedSizes,
} from './bounds.ts'
import { type Change, type NodeId, nodesOf, type Point, peek, seen, writePoint } from './change.ts'
import { claimGroupId } from './ids.ts'
import { isPinned } from './nodes.ts'

/** A titled rectangle behind nodes. It stores no members: a node whose centre lies in it belongs to it. */
export interface Group {
  /** Its index in the file's list, by which commands name it. */
  readonly index: number
  readonly title: string
  readonly bounding: Bounds
  /** A CSS colour, if the file has one. */
  readonly color?: string
  /** Of the title, in the canvas' units. */
  readonly fontSize: number
  readonly isPinned: boolean
}

type FileGroup = NonNullable<Workflow['groups']>[number]
type DraftGroup = NonNullable<Draft<Workflow>['groups']>[number]

/** The height of the title bar, in multiples of the font size. */
const titleLines = 1.4
const defaultFontSize = 24
/** The padding between a group's edge and the nodes it is fitted to, as in ComfyUI. */
const padding = 10

/** The groups of a file, whichever form their bounds have. */
export const groupsOf = (workflow: Workflow): Group[] => (workflow.groups ?? []).map(readGroup)

/** The ids of the nodes whose centre lies in a group. */
export function nodesInGroup(workflow: Workflow, index: number, sizeOf: SizeOf = storedSizes(workflow)): NodeId[] {
  const { bounding } = readGroup(workflow.groups?.[index] ?? missing(index), index)
  return workflow.nodes.filter(node => holdsPoint(bounding, centreOf(nodeBounds(node, sizeOf)))).map(({ id }) => id)
}

/** Bounds that enclose nodes and leave room for the title; null for no nodes. */
export function boundsForGroup(
  workflow: Workflow,
  ids: readonly NodeId[],
  sizeOf: SizeOf = storedSizes(workflow),
  fontSize: number = defaultFontSize,
): Bounds | null {
  const wanted = new Set(ids.map(String))
  const nodes = workflow.nodes.filter(({ id }) => wanted.has(String(id)))
  const around = boundsAround(nodes.map(node => nodeBounds(node, sizeOf)))
  if (!around) return null
  const [x, y, width, height] = around
  const title = Math.round(fontSize * titleLines)
  return [x - padding, y - padding - title, width + 2 * padding, height + 2 * padding + title]
}

export const addGroup =
  (title: string, bounds: Bounds, color = '#3f789e'): Change =>
  draft => {
    const id = claimGroupId(draft)
    draft.groups ??= []
    draft.groups.push({ id, title, bounding: [...bounds], color, font_size: defaultFontSize, flags: {} })
  }

/** Moves a group with the groups that lie in it and the nodes on it; pinned nodes stay. */
export const moveGroup =
  (index: number, [dx, dy]: Point, sizeOf?: SizeOf): Change =>
  draft => {
    const groups = (draft.groups ?? []).map(readGroup)
    const { bounding } = groups[index] ?? missing(index)
    const nodes = [...nodesOf(draft, nodesInGroup(whole(draft), index, sizeOf)).values()]
    for (const node of nodes.filter(node => !isPinned(node))) {
      const [x, y] = pointOf(node.pos)
      writePoint(node, 'pos', [x + dx, y + dy])
    }
    for (const inner of groups) {
      const [x, y, width, height] = inner.bounding
      if (inner.index === index || holdsBounds(bounding, inner.bounding))
        writeBounds(groupOf(draft, inner.index), [x + dx, y + dy, width, height])
    }
  }

/** Moves the rectangles of groups; nodes stay. @param places  the upper left corners, by index */
export const placeGroups =
  (places: readonly (readonly [number, Point])[]): Change =>
  draft => {
    for (const [index, [x, y]] of places) {
      const group = groupOf(draft, index)
      const [, , width, height] = readGroup(group, index).bounding
      writeBounds(group, [x, y, width, height])
    }
  }

/** Sets the width and height of a group; its upper left corner stays. */
export const resizeGroup =
  (index: number, [width, height]: Point): Change =>
  draft => {
    const group = groupOf(draft, index)
    const [x, y] = readGroup(group, index).bounding
    writeBounds(group, [x, y, width, height])
  }

/** Fits a group to the nodes on it; an empty one stays as it is. */
export const fitGroup =
  (index: number, sizeOf?: SizeOf): Change =>
  draft => {
    const { fontSize } = readGroup(groupOf(draft, index), index)
    const fitted = boundsForGroup(whole(draft), nodesInGroup(whole(draft), index, sizeOf), sizeOf, fontSize)
    if (fitted) writeBounds(groupOf(draft, index), fitted)
  }

export const renameGroup =
  (index: number, title: string): Change =>
  draft => {
    groupOf(draft, index).title = title
  }

/** @param color  null for the colour of the theme */
export const colorGroup =
  (index: number, color: string | null): Change =>
  draft => {
    const group = groupOf(draft, index)
    if (color !== null) group.color = color
    else delete group.color
  }

/** Removes the rectangle; its nodes stay. */
export const removeGroup =
  (index: number): Change =>
  draft => {
    groupOf(draft, index)
    draft.groups!.splice(index, 1)
  }

/** A document in the middle of its change, as far as groups look at it. */
const whole = (draft: Draft<Workflow>): Workflow => ({ ...seen(draft), groups: peek(draft.groups) })

function readGroup(group: FileGroup, index: number): Group {
  const parts = (group.bounding ?? {}) as Readonly<Record<number, unknown>>
  const part = (at: number) => Number(parts[at] ?? 0) || 0
  const { flags } = group as { readonly flags?: { readonly pinned?: unknown } | null }
  return {
    index,
    title: group.title ?? 'Group',
    bounding: [part(0), part(1), part(2), part(3)],
    ...(typeof group.color === 'string' && { color: group.color }),
    fontSize: Number(group.font_size) || defaultFontSize,
    isPinned: flags?.pinned === true,
  }
}

/** Into an array, or into the object by number that old files have. */
export function writeBounds(group: DraftGroup, bounds: Bounds): void {
  if (typeof group.bounding !== 'object' || group.bounding === null) group.bounding = [...bounds]
  else Object.assign(group.bounding, bounds)
}

function groupOf(draft: Draft<Workflow>, index: number): DraftGroup {
  return draft.groups?.[index] ?? missing(index)
}

function missing(index: number): never {
  throw new Error(`the workflow has no group ${index}`)
}
