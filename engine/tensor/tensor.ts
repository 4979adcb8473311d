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

export const zeros = (dims: readonly number[]): Tensor => ({ dims, data: new Float32Array(sizeOf(dims)) })

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

/** Tensors that agree in all but the first dimension, one after the other. */
export function stack(parts: readonly Tensor[]): Tensor {
  const [first] = parts
  if (!first) throw new ShapeError('stack needs at least one tensor')
  const inner = first.dims.slice(1)
  for (const part of parts)
    if (part.dims.slice(1).join() !== inner.join())
      throw new ShapeError(`cannot stack [${part.dims}] on [${first.dims}]`)
  const data = new Float32Array(parts.reduce((n, p) => n + p.data.length, 0))
  let at = 0
  for (const part of parts) {
    data.set(part.data, at)
    at += part.data.length
  }
  return { dims: [parts.reduce((n, p) => n + p.dims[0]!, 0), ...inner], data }
}

/** Rows `from` up to, not including, `to` of the first dimension, as a view. */
export function rows(x: Tensor, from: number, to: number): Tensor {
  const row = sizeOf(x.dims.slice(1))
  return { dims: [to - from, ...x.dims.slice(1)], data: x.data.subarray(from * row, to * row) }
}

/** Two [N, ·, h, w] with the same N, h and w as one, the channels of `a` first. */
export function joinChannels(a: Tensor, b: Tensor): Tensor {
  const [n, , ...size] = a.dims as [number, number, ...number[]]
  if (b.dims[0] !== n || b.dims.slice(2).join() !== size.join())
    throw new ShapeError(`[${a.dims}] and [${b.dims}] cannot be joined`)
  const parts = Array.from({ length: n }, (_, i) => [rows(a, i, i + 1).data, rows(b, i, i + 1).data]).flat()
  const data = new Float32Array(a.data.length + b.data.length)
  let at = 0
  for (const part of parts) {
    data.set(part, at)
    at += part.length
  }
  return { dims: [n, a.dims[1]! + b.dims[1]!, ...size], data }
}

/** Tensors that agree in all but the last dimension, side by side along it. */
export function joinWidths(parts: readonly Tensor[]): Tensor {
  const [first, ...others] = parts
  if (!first) throw new ShapeError('joinWidths needs at least one tensor')
  if (others.length === 0) return first
  const outer = first.dims.slice(0, -1)
  for (const part of others)
    if (part.dims.slice(0, -1).join() !== outer.join())
      throw new ShapeError(`[${first.dims}] and [${part.dims}] cannot be joined side by side`)
  const width = parts.reduce((n, { dims }) => n + dims.at(-1)!, 0)
  const data = new Float32Array(sizeOf(outer) * width)
  let at = 0
  for (let row = 0; row < sizeOf(outer); row++)
    for (const part of parts) {
      const own = part.dims.at(-1)!
      data.set(part.data.subarray(row * own, (row + 1) * own), at)
      at += own
    }
  return { dims: [...outer, width], data }
}
