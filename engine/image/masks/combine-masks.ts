import { overlay, type Point } from '../../tensor/overlay.ts'
import { roundHalfEven } from '../../tensor/round-half-even.ts'
import { map } from '../../tensor/tensor.ts'
import type { Mask } from '../image.ts'
import { maskFromPlanes, maskToPlanes } from '../transform/planes.ts'

const isSet = (value: number): boolean => roundHalfEven(value) !== 0

const operations = {
  multiply: (below: number, above: number) => below * above,
  add: (below: number, above: number) => below + above,
  subtract: (below: number, above: number) => below - above,
  and: (below: number, above: number) => Number(isSet(below) && isSet(above)),
  or: (below: number, above: number) => Number(isSet(below) || isSet(above)),
  xor: (below: number, above: number) => Number(isSet(below) !== isSet(above)),
}
export type MaskOperation = keyof typeof operations

/** In ComfyUI's combo order. */
export const maskOperations = ['multiply', 'add', 'subtract', 'and', 'or', 'xor'] as const

/**
 * Combines two masks where the source, at (x, y), covers the destination; the result is limited to 0…1.
 *
 * @param destination [N, H, W]
 * @param source      [any, h, w]; repeated or cut to N
 */
export function combineMasks(destination: Mask, source: Mask, at: Point, operation: MaskOperation): Mask {
  const combined = overlay(maskToPlanes(destination), maskToPlanes(source), at, operations[operation])
  return map(maskFromPlanes(combined), value => Math.min(Math.max(value, 0), 1))
}
