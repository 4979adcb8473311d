import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { type TensorSpec, writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { LoraBranches, strengthInput } from '../../../engine/lora/branches.ts'
import { Graph } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { type WeightFile, Weights } from '../../../engine/onnx/weights.ts'
import { createSession, type Feed } from '../../../engine/runtime/session.ts'
import { type Tensor, tensor } from '../../../engine/tensor/tensor.ts'

/** Small weights whose products can be worked out by hand. */
const numbers: Record<string, readonly [shape: number[], values: number[]]> = {
  'fc.weight': [
    [2, 3],
    [1, 2, 3, 4, 5, 6],
  ],
  'fc.bias': [[2], [10, 20]],
  'mix.weight': [
    [1, 2, 1, 1],
    [1, -1],
  ],
  'norm.weight': [[2], [1, 2]],
  'norm.bias': [[2], [0, 1]],
  'down.weight': [
    [1, 3],
    [1, 0, -1],
  ],
  'up.weight': [
    [2, 1],
    [1, 2],
  ],
}
let folder: string
let file: WeightFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leapgraph-value-'))
  const path = join(folder, 'hand.safetensors')
  const specs = Object.entries(numbers).map(([name, [shape]]): TensorSpec => ({ name, dtype: 'F32', shape }))
  await writeSafetensors(path, specs, ({ name }) => [new Uint8Array(Float32Array.from(numbers[name]![1]).buffer)])
  file = await openSafetensors(path)
})
afterAll(() => rm(folder, { recursive: true }))

interface Written {
  readonly graph: Graph
  readonly x: Value
  readonly w: Weights
}
const start = (dims: readonly number[]): Written => {
  const graph = new Graph('hand')
  return { graph, x: new Value(graph, graph.input('x', dims), dims), w: new Weights(graph, file) }
}

async function run(graph: Graph, result: Value, feeds: Record<string, Feed>): Promise<Tensor> {
  result.output('y')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: file.path })
  const { y } = await session.run(feeds)
  await session.release()
  return y!
}

/** Operators with their inputs, and ONNX's types of what comes in and goes out (1 is float32). */
function described(graph: Graph) {
  const { graph: written } = onnxProto.onnx.ModelProto.decode(graph.build())
  const ends = [...written!.input!, ...written!.output!]
  return {
    nodes: written!.node!.map(({ opType, input }) => `${opType}(${input!.join(', ')})`),
    types: Object.fromEntries(ends.map(({ name, type }) => [name, type!.tensorType!.elemType])),
  }
}

test('a linear layer is x·Wᵀ + b on the last axis', async () => {
  const { graph, x, w } = start([1, 2, 3])
  const y = await run(graph, x.linear(w.at('fc')), { x: tensor([1, 2, 3], Float32Array.of(1, 1, 1, 1, 0, -1)) })
  expect(y.dims).toEqual([1, 2, 2])
  expect([...y.data]).toEqual([16, 35, 8, 18])
  expect(graph.flops).toBe(2 * 2 * 3 * 2)
})

test('a 1×1 convolution mixes channels, and is a linear layer over tokens as well', async () => {
  const image = tensor([1, 2, 1, 2], Float32Array.of(5, 7, 1, 2))
  const { graph, x, w } = start([1, 2, 1, 2])
  expect([...(await run(graph, x.conv2d(w.at('mix')), { x: image })).data]).toEqual([4, 5])
  const again = start([1, 2, 1, 2])
  const tokens = await run(again.graph, again.x.toTokens().linear(again.w.at('mix')), { x: image })
  expect(tokens.dims).toEqual([1, 2, 1])
  expect([...tokens.data]).toEqual([4, 5])
})

test('group norm has zero mean and unit variance in each group, then scales by channel', async () => {
  const { graph, x, w } = start([1, 2, 1, 2])
  const y = await run(graph, x.groupNorm(w.at('norm'), 0, 2), {
    x: tensor([1, 2, 1, 2], Float32Array.of(1, 3, 10, 30)),
  })
  expect([...y.data].map(v => Math.round(v * 1e4) / 1e4)).toEqual([-1, 1, -1, 3])
})

test('a LoRA adds strength · scale · up · down', async () => {
  const { graph, x } = start([1, 3])
  const part = {
    lora: 0,
    path: file.path,
    scale: 0.5,
    down: file.tensors.get('down.weight')!,
    up: file.tensors.get('up.weight')!,
  }
  const branches = new LoraBranches(graph, new Map([['fc.weight', [part]]]), strengthInput(graph, 1))
  const y = x.linear(new Weights(graph, file, branches).at('fc'))
  const feeds = { x: tensor([1, 3], Float32Array.of(3, 1, 1)), strength: tensor([1, 1], Float32Array.of(2)) }
  expect([...(await run(graph, y, feeds)).data]).toEqual([18 + 2, 43 + 4])
})

test('a weight of another shape is refused by the name of its key', () => {
  const { x, w } = start([1, 4])
  expect(() => x.linear(w.at('fc'))).toThrow('hand.safetensors: fc.weight is [2,3], but this network needs [2,4]')
})

test('a missing weight is refused by the name of its key', () => {
  const { x, w } = start([1, 3])
  expect(() => x.linear(w.at('fc2'))).toThrow('hand.safetensors has no fc2.weight')
})

test('values whose shapes do not match are refused while the graph is written', () => {
  const { x } = start([2, 3])
  expect(() => x.reshape([4])).toThrow('[2,3] cannot become [4]')
  expect(() => x.add(x.transpose([1, 0]))).toThrow('[2,3] and [3,2] do not match')
})

test('in half precision products use weights as stored; norms, inputs and outputs are float32', async () => {
  const info = { ...file.tensors.get('fc.weight')!, dtype: 'F16' as const }
  const graph = new Graph('half', { compute: 'float16' })
  const half = new Weights(graph, { path: file.path, tensors: new Map([['fc.weight', info]]) })
  const y = new Value(graph, graph.input('x', [1, 3]), [1, 3]).linear(half.at('fc'))
  expect(y.type).toBe('float16')
  y.output('y')
  const { nodes, types } = described(graph)
  expect(nodes).toEqual(['Cast(x)', 'Gemm(x/float16, fc.weight)', 'Cast(fc/Gemm)', 'Identity(fc/Gemm/float32)'])
  expect(types).toEqual({ x: 1, y: 1 })
})

test('a graph does not contain weights: its size does not depend on theirs', () => {
  const { graph, x, w } = start([1, 3])
  x.linear(w.at('fc')).output('y')
  expect(graph.build().byteLength).toBeLessThan(1000)
  expect(graph.weightBytes).toBe(4 * (6 + 2))
})

test('the memory of a run is that of the results held at once; a reshape needs none', () => {
  const { graph, x } = start([1, 4, 1, 8])
  const [a, bytes] = [x.add(1), 4 * 32]
  const b = a.reshape([4, 8]).mul(2)
  // While b is made a is held, under its own name or as the reshape.
  expect(graph.peakBytes).toBe(2 * bytes)
  b.reshape([1, 4, 1, 8]).add(a).output('y')
  // Now a is held to the end: a, b and their sum.
  expect(graph.peakBytes).toBe(3 * bytes)
})

test('pixels move between space and channels and back', async () => {
  const { graph, x } = start([1, 4, 1, 2])
  const shuffled = x.pixelShuffle(2)
  expect(shuffled.dims).toEqual([1, 1, 2, 4])
  const feeds = { x: tensor([1, 4, 1, 2], Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)) }
  // Channel 2·i + j becomes row i, column j of each square.
  expect([...(await run(graph, shuffled, feeds)).data]).toEqual([1, 3, 2, 4, 5, 7, 6, 8])
  const again = start([1, 4, 1, 2])
  expect([...(await run(again.graph, again.x.pixelShuffle(2).pixelUnshuffle(2), feeds)).data]).toEqual([
    ...feeds.x.data,
  ])
})
