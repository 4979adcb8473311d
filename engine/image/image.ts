import type { Tensor } from '../tensor/tensor.ts'

/** Pictures: [N, H, W, 3 or 4], RGB or RGBA, each value 0 … 1. */
export type Image = Tensor
/** Masks: [N, H, W], each value 0 … 1. */
export type Mask = Tensor
