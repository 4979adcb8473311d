import type { CanvasStore, Floating } from './canvas-state.ts'
import type { Mounted } from './mount.ts'

export function WidgetEditor(_: {
  readonly what: Extract<Floating, { kind: 'widget' }>
  readonly state: CanvasStore
  readonly mounted: Mounted
  onClose(): void
}) {
  return null
}
