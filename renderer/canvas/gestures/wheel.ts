import type { Point } from '../../studio/canvas-view.ts'

/** The part of a WheelEvent that counts. */
export interface Wheel {
  readonly deltaX: number
  readonly deltaY: number
  readonly deltaMode: number
  readonly ctrlKey: boolean
}

/**
 * A wheel zooms, as in ComfyUI; two fingers on a touchpad pan. A pinch is reported as a wheel with Ctrl.
 *
 * @returns how far to move the sheet, in CSS pixels, or the factor by which to change its scale
 */
export function wheelMeans({
  deltaX,
  deltaY,
  deltaMode,
  ctrlKey,
}: Wheel): { readonly pan: Point } | { readonly zoom: number } {
  const isTouchpad = deltaMode === 0 && !ctrlKey && (deltaX !== 0 || Math.abs(deltaY) < 15)
  return isTouchpad ? { pan: [-deltaX, -deltaY] } : { zoom: Math.exp(-deltaY * (ctrlKey ? 0.01 : 0.0015)) }
}
