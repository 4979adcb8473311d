import type { Operation } from './run-order.ts'

/** Memory that is used from one operator of a run to another. */
interface Buffer {
  readonly bytes: number
  readonly from: number
  to: number
}

/**
 * The most bytes that a run needs at one moment, without the stored weights, as ONNX Runtime plans it for operators in this
 * order: a result reuses the memory of a result of exactly its size that is not needed any more; memory that will be reused
 * is not freed in between; a Reshape shares the memory of its input.
 *
 * Widened weights have dozens of sizes, each of which keeps its memory: a full SDXL UNet needs 0.8 GB, and 0.3 GB of it are
 * results that are needed at the same time.
 */
export function peakBytes(order: readonly Operation[], bytesOf: (result: string) => number): number {
  const buffers = plan(order, bytesOf)
  const changes = new Float64Array(order.length + 1)
  for (const { bytes, from, to } of buffers) {
    changes[from]! += bytes
    changes[to + 1]! -= bytes
  }
  let [held, peak] = [0, 0]
  for (const change of changes) peak = Math.max(peak, (held += change))
  return peak
}

function plan(order: readonly Operation[], bytesOf: (result: string) => number): Buffer[] {
  const owner = ownersOf(order)
  const lastReader = new Map(order.flatMap(({ input }, i) => input!.map(name => [owner(name), i] as const)))
  const buffers: Buffer[] = []
  const held = new Map<string, Buffer>()
  const dead = new Map<number, Buffer[]>()
  for (const [i, { opType, input, output }] of order.entries()) {
    for (const name of opType === 'Reshape' ? [] : output!) {
      const bytes = bytesOf(name)
      const buffer = dead.get(bytes)?.pop() ?? { bytes, from: i, to: i }
      if (buffer.from === i) buffers.push(buffer)
      buffer.to = Math.max(i, lastReader.get(name) ?? i)
      held.set(name, buffer)
    }
    for (const name of new Set(input!.map(owner))) {
      const buffer = held.get(name)
      if (buffer && lastReader.get(name) === i) dead.set(buffer.bytes, [...(dead.get(buffer.bytes) ?? []), buffer])
    }
  }
  return buffers
}

/** The result whose memory a name uses. */
function ownersOf(order: readonly Operation[]): (name: string) => string {
  const owners = new Map<string, string>()
  const owner = (name: string): string => owners.get(name) ?? name
  for (const { opType, input, output } of order) if (opType === 'Reshape') owners.set(output![0]!, owner(input![0]!))
  return owner
}
