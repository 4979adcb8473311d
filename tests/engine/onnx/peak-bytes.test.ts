import { expect, test } from 'vitest'
import { peakBytes } from '../../../engine/onnx/peak-bytes.ts'
import { type Operation, runOrder } from '../../../engine/onnx/run-order.ts'

/** `'c = Add a b'` as an operator. */
function operation(line: string): Operation {
  const [output, opType, ...input] = line.split(/ = | /) as [string, string, ...string[]]
  return { opType, input, output: [output] }
}
const bytes = { a: 10, b: 10, c: 10, d: 30, e: 30, f: 30 } as Readonly<Record<string, number>>
const peak = (...lines: string[]) => peakBytes(lines.map(operation), name => bytes[name] ?? 0)

test('a chain of equal results needs the memory of two', () => {
  expect(peak('a = Mul x', 'b = Mul a', 'c = Mul b')).toBe(20)
})

test('a result is held until its last reader', () => {
  expect(peak('a = Mul x', 'b = Mul a', 'c = Mul b', 'y = Add a c')).toBe(30)
})

test('memory is freed when no later result has its size, else kept for it', () => {
  expect(peak('a = Mul x', 'd = Mul a', 'e = Mul d')).toBe(60)
  expect(peak('a = Mul x', 'd = Mul a', 'e = Mul d', 'b = Mul e')).toBe(70)
})

test('a reshape needs no memory, and keeps its input', () => {
  expect(peak('a = Mul x', 'r = Reshape a', 'b = Mul r', 'c = Mul b', 'y = Add r c')).toBe(30)
})

test('operators run depth first from the end, and the one written last comes first', () => {
  const lines = [
    'w = Cast stored',
    'v = Cast stored2',
    'a = Gemm x w',
    'b = Gemm a v',
    'k = Gemm context',
    'y = Attend b k',
  ]
  const order = runOrder(lines.map(operation)).map(({ output }) => output![0])
  expect(order).toEqual(['k', 'w', 'a', 'v', 'b', 'y'])
})
