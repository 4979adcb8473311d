import type { DraggedWire, Point } from '../studio/canvas-view.ts'
import type { Mounted } from './mount.ts'

export function NodeSearch(_: {
  readonly mounted: Mounted
  /** Where the node goes, in graph units. */
  readonly at: Point
  readonly from: DraggedWire | null
  onClose(): void
}) {
  return null
}
