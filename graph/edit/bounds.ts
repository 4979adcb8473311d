import { pointOf, type Workflow, type WorkflowNode } from '../workflow.ts'
import type { Point } from './change.ts'

/** `[x, y, width, height]` */
export type Bounds = readonly [x: number, y: number, width: number, height: number]

/**
 * The drawn size of a node below its title; a collapsed node has no height. Only the canvas knows it; `storedSizes` is an
 * approximation.
 */
export type SizeOf = (id: string) => Point

/** The height of the title, which is above a node's `pos`. */
export const titleHeight = 30

/** The sizes in the file. */
export function storedSizes(workflow: Workflow): SizeOf {
  const nodes = new Map(workflow.nodes.map(node => [String(node.id), node]))
  return id => {
    const node = nodes.get(id)
    const [width, height] = pointOf(node?.size)
    return node?.flags?.collapsed ? [width, 0] : [width, height]
  }
}

/** A node with its title. */
export function nodeBounds(node: WorkflowNode, sizeOf: SizeOf): Bounds {
  const [x, y] = pointOf(node.pos)
  const [width, height] = sizeOf(String(node.id))
  return [x, y - titleHeight, width, height + titleHeight]
}

/** The smallest bounds around all the others; null around nothing. */
export function boundsAround(all: readonly Bounds[]): Bounds | null {
  if (all.length === 0) return null
  const least = (pick: (bounds: Bounds) => number) => all.reduce((min, each) => Math.min(min, pick(each)), Infinity)
  const [left, top] = [least(([x]) => x), least(([, y]) => y)]
  const [right, bottom] = [-least(([x, , width]) => -x - width), -least(([, y, , height]) => -y - height)]
  return [left, top, right - left, bottom - top]
}

export const centreOf = ([x, y, width, height]: Bounds): Point => [x + width / 2, y + height / 2]

export const holdsPoint = ([left, top, width, height]: Bounds, [x, y]: Point): boolean =>
  x >= left && x < left + width && y >= top && y < top + height

export const holdsBounds = (outer: Bounds, [x, y, width, height]: Bounds): boolean =>
  x >= outer[0] && y >= outer[1] && x + width <= outer[0] + outer[2] && y + height <= outer[1] + outer[3]
