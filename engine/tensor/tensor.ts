import { affordable } from './affordable.ts'

/** A dense float32 array with its dimensions, row-major, last dimension fastest. Never changed after it is made. */
export interface Tensor {
  readonly dims: readonly number[]
  readonly data: Float32Array
}

/** The shapes of two arrays do not match. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  readonly code = 'shape-mismatch'
}

/** The number of values in an array of these dimensions; 1 for a scalar. */
export const sizeOf = (dims: readonly number[]): number => dims.reduce((n, d) => n * d, 1)

/** @throws ShapeError when `data` does not have the length that `dims` requires */
export function tensor(dims: readonly number[], data: Float32Array): Tensor {
  if (data.length !== sizeOf(dims)) throw new ShapeError(`${data.length} values do not fill [${dims}]`)
  return { dims, data }
}

/** @throws RangeInputError when it needs too much memory */
export const zeros = (dims: readonly number[]): Tensor => ({ dims, data: new Float32Array(sizeOf(affordable(dims))) })

export const sameDims = (a: Tensor, b: Tensor): boolean =>
  a.dims.length === b.dims.length && a.dims.every((d, i) => d === b.dims[i])

/**
 * The weighted sum w₁·x₁ + w₂·x₂ + … : every solver step is one of these.
 *
 * @throws ShapeError when the dimensions differ
 */
export function mix(...terms: readonly (readonly [weight: number, x: Tensor])[]): Tensor {
  const [first, ...rest] = terms
  if (!first) throw new ShapeError('mix needs at least one tensor')
  const [w0, x0] = first
  const data = new Float32Array(x0.data.length)
  for (let i = 0; i < data.length; i++) data[i] = w0 * x0.data[i]!
  for (const [w, x] of rest) {
    if (!sameDims(x, x0)) throw new ShapeError(`cannot add [${x.dims}] to [${x0.dims}]`)
    for (let i = 0; i < data.length; i++) data[i] = data[i]! + w * x.data[i]!
  }
  return { dims: x0.dims, data }
}

/** `f` of every value. */
export const map = (x: Tensor, f: (value: number) => number): Tensor => ({ dims: x.dims, data: x.data.map(f) })

/** Rows `from` up to, not including, `to` of the first dimension, as a view. */
export function rows(x: Tensor, from: number, to: number): Tensor {
  const row = sizeOf(x.dims.slice(1))
  return { dims: [to - from, ...x.dims.slice(1)], data: x.data.subarray(from * row, to * row) }
}

/** Tensors that agree in all dimensions except `axis`, joined along it. @throws ShapeError · RangeInputError when they need too much memory */
export function joinAlong(parts: readonly Tensor[], axis: number): Tensor {
  const [first] = parts
  if (!first) throw new ShapeError('no tensors to join')
  for (const { dims } of parts)
    if (dims.with(axis, 0).join() !== first.dims.with(axis, 0).join())
      throw new ShapeError(`[${first.dims}] and [${dims}] cannot be joined`)
  const dims = first.dims.with(
    axis,
    parts.reduce((n, part) => n + part.dims.at(axis)!, 0),
  )
  const outer = sizeOf(first.dims.slice(0, axis))
  const data = new Float32Array(sizeOf(affordable(dims)))
  let at = 0
  for (let i = 0; i < outer; i++)
    for (const part of parts) {
      const length = part.data.length / outer
      data.set(part.data.subarray(i * length, (i + 1) * length), at)
      at += length
    }
  return { dims, data }
}

/** Tensors that agree in all dimensions except the first, one after the other. */
export const stack = (parts: readonly Tensor[]): Tensor => joinAlong(parts, 0)
/** Two tensors that agree in all dimensions except the second, the channels of `a` first. */
export const joinChannels = (a: Tensor, b: Tensor): Tensor => joinAlong([a, b], 1)
/** Tensors that agree in all dimensions except the last, side by side. */
export const joinWidths = (parts: readonly Tensor[]): Tensor => joinAlong(parts, -1)
