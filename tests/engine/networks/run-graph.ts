import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { openSafetensors, type Safetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { Graph, type GraphOptions } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { type WeightFile, Weights } from '../../../engine/onnx/weights.ts'
import { createSession, type Feed } from '../../../engine/runtime/session.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'

/** Where a golden lies. */
export const goldenPath = (name: string): string => fileURLToPath(new URL(`../../goldens/${name}`, import.meta.url))

/** The tensors of a file below a prefix, named from there. */
export function weightsBelow({ path, tensors }: Safetensors, prefix: string): WeightFile {
  const below = [...tensors].filter(([key]) => key.startsWith(prefix))
  return { path, tensors: new Map(below.map(([key, info]) => [key.slice(prefix.length), info])) }
}

/** A network's weights inside a golden checkpoint. */
export const goldenWeights = async (name: string, prefix = ''): Promise<WeightFile> =>
  weightsBelow(await openSafetensors(goldenPath(name)), prefix)

export interface RunOptions extends GraphOptions {
  readonly threads?: number
}

/** Writes the graph of one network, hands it to ONNX Runtime on the CPU and runs it once. */
export async function runNetwork(
  file: WeightFile,
  feeds: Readonly<Record<string, Feed>>,
  write: (w: Weights, inputs: Readonly<Record<string, Value>>) => Value,
  { threads = 1, ...dialect }: RunOptions = {},
): Promise<Tensor> {
  const graph = new Graph('test', dialect)
  const inputs = Object.entries(feeds).map(([name, { dims, data }]) => {
    const type = data instanceof BigInt64Array ? 'int64' : 'float32'
    return [name, new Value(graph, graph.input(name, dims, type), dims, type)] as const
  })
  write(new Weights(graph, file), Object.fromEntries(inputs)).output('out')
  const session = await createSession(graph, { device: 'cpu', threads, root: file.path })
  const { out } = await session.run(feeds)
  await session.release()
  return out!
}

/** Same shape, and no value further off than `tolerance`. */
export function expectClose(actual: Tensor, expected: Tensor, tolerance: number): void {
  expect(actual.dims).toEqual(expected.dims)
  let worst = 0
  for (let i = 0; i < expected.data.length; i++) {
    const off = Math.abs(actual.data[i]! - expected.data[i]!)
    worst = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(worst, off)
  }
  expect(worst).toBeLessThanOrEqual(tolerance)
}
