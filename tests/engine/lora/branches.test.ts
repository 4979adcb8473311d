import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../engine/checkpoint/files/safetensors-writer.ts'
import { LoraBranches, strengthInput } from '../../../engine/lora/branches.ts'
import { Graph, type GraphOptions } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { Weights } from '../../../engine/onnx/weights.ts'
import { createSession } from '../../../engine/runtime/session.ts'
import { torchGenerator } from '../../../engine/tensor/random/random.ts'
import { sizeOf, tensor } from '../../../engine/tensor/tensor.ts'
import { expectClose } from '../networks/run-graph.ts'

/** A Linear and a convolution, and two LoRAs of ranks 4 and 2 on each. */
const shapes: Readonly<Record<string, readonly number[]>> = {
  'linear.weight': [24, 16],
  'conv.weight': [12, 8, 3, 3],
  ...Object.fromEntries(
    [4, 2].flatMap((rank, i) => [
      [`linear.down${i}`, [rank, 16]],
      [`linear.up${i}`, [24, rank]],
      [`conv.down${i}`, [rank, 8, 3, 3]],
      [`conv.up${i}`, [12, rank, 1, 1]],
    ]),
  ),
}

async function written() {
  const folder = await mkdtemp(join(tmpdir(), 'branches-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const random = torchGenerator(3n)
  const path = join(folder, 'weights.safetensors')
  const specs = Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'F32' as const }))
  await writeSafetensors(path, specs, ({ shape }) => [new Uint8Array(random.randn(shape).data.buffer)])
  return { path, tensors: (await openSafetensors(path)).tensors }
}

const scales = [0.5, 2] as const

/** Both layers for `tokens` rows and pixels. @returns the graph, and a run of it for strengths */
async function layers(file: Awaited<ReturnType<typeof written>>, side: number, dialect?: GraphOptions) {
  const graph = new Graph('lora', dialect)
  const parts = ['linear', 'conv'].map(layer => {
    const of = (i: number) => ({
      lora: i,
      scale: scales[i]!,
      down: file.tensors.get(`${layer}.down${i}`)!,
      up: file.tensors.get(`${layer}.up${i}`)!,
    })
    return [`${layer}.weight`, [of(0), of(1)]] as const
  })
  const branches = new LoraBranches(graph, new Map(parts), strengthInput(graph, 2))
  const weights = new Weights(graph, file, {
    adapt: (...given) => branches.adapt(...given),
    merge: (key, stored, positions = 0) => branches.merge(key, stored, positions),
  })
  const dims = { tokens: [1, side * side, 16], picture: [1, 8, side, side] }
  Value.input(graph, 'tokens', dims.tokens).linear(weights.at('linear')).output('linear')
  Value.input(graph, 'picture', dims.picture).conv2d(weights.at('conv'), { padding: 1 }).output('conv')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: file.path })
  onTestFinished(() => session.release())
  const random = torchGenerator(9n)
  const [tokens, picture] = [random.randn(dims.tokens), random.randn(dims.picture)]
  const run = (strengths: readonly number[]) =>
    session.run({ tokens, picture, strength: tensor([1, 2], Float32Array.from(strengths)) })
  return { graph, run }
}

/** Multiply-adds of both layers and of the branches, or sums, of rank 6. */
const counted = (side: number, isMerged: boolean) => {
  const positions = side * side
  const plain = positions * (24 * 16 + sizeOf([12, 8, 3, 3]))
  const branch = positions * 6 * (24 + 16 + (12 + 72))
  return 2 * (plain + (isMerged ? 6 * (24 * 16 + 12 * 72) : branch))
}

test('where a weight is applied often, the sum with it is computed instead of the branch, and the numbers are the same', async () => {
  const file = await written()
  const merged = await layers(file, 8)
  const branch = await layers(file, 8, { conditions: false })
  expect(branch.graph.flops).toBe(counted(8, false))
  expect(merged.graph.flops).toBe(counted(8, true))
  const [one, other] = [await merged.run([0.7, -1.5]), await branch.run([0.7, -1.5])]
  for (const name of ['linear', 'conv']) expectClose(one[name]!, other[name]!, 1e-4)
})

test('strengths of 0 give the bits of the layer without a LoRA', async () => {
  const file = await written()
  const { run } = await layers(file, 8)
  const graph = new Graph('plain')
  const weights = new Weights(graph, file)
  Value.input(graph, 'tokens', [1, 64, 16]).linear(weights.at('linear')).output('linear')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: file.path })
  const { linear } = await session.run({ tokens: torchGenerator(9n).randn([1, 64, 16]) })
  await session.release()
  expect((await run([0, 0])).linear!.data).toEqual(linear!.data)
})

test('where it is applied seldom, on graphics cards and in half precision, it stays a branch', async () => {
  const file = await written()
  const few = await layers(file, 3)
  const device = await layers(file, 3, { conditions: false })
  expect(few.graph.operators.map(({ opType }) => opType)).toEqual(device.graph.operators.map(({ opType }) => opType))
})
