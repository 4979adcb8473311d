import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { type TensorSpec, writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { Graph } from '../../../../engine/onnx/graph.ts'
import { irOf } from '../../../../engine/onnx/ir/operators.ts'
import { Value } from '../../../../engine/onnx/value.ts'
import { type WeightFile, Weights } from '../../../../engine/onnx/weights.ts'
import { createSession } from '../../../../engine/runtime/session.ts'
import { withInt8Weights } from '../../../../server/bench/precision/int8.ts'
import { rounded } from '../../../../server/bench/precision/rounded.ts'

/** 64 × 128 weights of two blocks: row r holds multiples of 1/127 up to r + 1, and one number between two of them. */
const weights = Float32Array.from({ length: 64 * 128 }, (_, i) => {
  const [row, column] = [Math.floor(i / 128), i % 128]
  return (row + 1) * (column === 5 ? 3.25 / 127 : column / 127)
})
const keys = ['output_blocks.0.weight', 'output_blocks.1.weight']
let folder: string
let file: WeightFile

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leapgraph-precision-'))
  const path = join(folder, 'blocks.safetensors')
  const specs = keys.map((name): TensorSpec => ({ name, dtype: 'F32', shape: [64, 128] }))
  await writeSafetensors(path, specs, () => [new Uint8Array(weights.buffer)])
  file = await openSafetensors(path)
})
afterAll(() => rm(folder, { recursive: true }))

async function run(graph: Graph, x: readonly number[]): Promise<Float32Array> {
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: file.path })
  const { y } = await session.run({ x: { dims: [1, x.length], data: Float32Array.from(x) } })
  await session.release()
  return y!.data
}

test('products read 8-bit weights with a scale for each output channel, except in the last output block', async () => {
  const result = (block: number) => {
    const graph = new Graph('blocks')
    const x = Value.input(graph, 'x', [1, 128])
    const [first, last] = [0, 1].map(i => x.linear(new Weights(graph, file).at(`output_blocks.${i}`)))
    ;[first!, last!][block]!.output('y')
    // The other one is read too, so that it is known which is the last.
    ;[last!, first!][block]!.output('other')
    return withInt8Weights(graph)
  }
  const unit = Array.from({ length: 128 }, (_, i) => (i === 5 ? 1 : 0))
  const [first, last] = [await run(result(0), unit), await run(result(1), unit)]
  for (let row = 0; row < 64; row++) {
    expect(first[row]).toBeCloseTo((row + 1) * (3 / 127), 5)
    expect(last[row]).toBeCloseTo((row + 1) * (3.25 / 127), 5)
  }
})

test('a graph that imitates bfloat16 rounds what an operator hands on to 8 significant bits, unless it is sensitive', async () => {
  const sum = (isSensitive: boolean) => {
    const graph = new Graph('sum')
    const write = () =>
      Value.input(graph, 'x', [1, 2])
        .add(2 ** -7)
        .mul(1)
    ;(isSensitive ? graph.sensitively(write) : write()).output('y')
    return rounded(graph)
  }
  // 1 + 2⁻⁷ has 8 bits; 1 + 2⁻⁹ is rounded to 1 where it comes in, and 2 + 2⁻⁷ to 2.
  expect([...(await run(sum(false), [1, 1 + 2 ** -9]))]).toEqual([1 + 2 ** -7, 1 + 2 ** -7])
  expect([...(await run(sum(false), [2, 0]))]).toEqual([2, 2 ** -7])
  expect([...(await run(sum(true), [2, 1 + 2 ** -9]))]).toEqual([2 + 2 ** -7, 1 + 2 ** -7 + 2 ** -9])
})

test('OpenVINO is told to compute sensitive operators in float32', () => {
  const graph = new Graph('marks')
  const x = Value.input(graph, 'x', [1, 4])
  const y = graph.sensitively(() => x.sin())
  y.cos().output('y')
  const layers = irOf(graph)
    .xml(() => 0n)
    .split('\n')
  const isMarked = (type: string) => layers.find(line => line.includes(`type="${type}"`))!.includes('name="precise"')
  expect([isMarked('Sin'), isMarked('Cos')]).toEqual([true, false])
})
