import { expect, test } from 'vitest'
import { Graph } from '../../../engine/onnx/graph.ts'
import { Value } from '../../../engine/onnx/value.ts'
import { createSession } from '../../../engine/runtime/session.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'

test.each([
  [0, [4, 5, 6]],
  [1, [10, 20, 30]],
])('a condition of %i gives one side of both', async (condition, expected) => {
  const graph = new Graph('either')
  const [x, c] = [Value.input(graph, 'x', [3]), Value.input(graph, 'c', [1])]
  c.either(
    () => x.mul(10),
    () => x.add(3),
  ).output('y')
  const session = await createSession(graph, { device: 'cpu', threads: 1, root: '/' })
  const { y } = await session.run({
    x: tensor([3], Float32Array.of(1, 2, 3)),
    c: tensor([1], Float32Array.of(condition)),
  })
  await session.release()
  expect([...y!.data]).toEqual(expected)
})

test('the memory of a graph counts what its conditions compute', () => {
  const peak = (write: (x: Value, c: Value) => Value) => {
    const graph = new Graph('either')
    write(Value.input(graph, 'x', [1, 1000]), Value.input(graph, 'c', [1])).output('y')
    return graph.peakBytes
  }
  const product = (x: Value) =>
    x
      .reshape([1000, 1])
      .matmul(x)
      .matmul(x.reshape([1000, 1]))
      .reshape([1, 1000])
  const plain = peak(x => product(x))
  const inCondition = peak((x, c) =>
    c.either(
      () => product(x),
      () => x.mul(1),
    ),
  )
  expect(inCondition).toBeGreaterThanOrEqual(plain)
  expect(inCondition).toBeLessThan(plain * 1.1)
})
