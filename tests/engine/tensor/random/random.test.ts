import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { torchGenerator } from '../../../../engine/tensor/random/random.ts'
import type { Tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'

interface NoiseGoldens {
  randn: { seed: string; shape: number[]; sha256_le_f32: string; first8?: number[] }[]
  sequences: { seed: string; shapes: number[][]; tensors: string[] }[]
  randint: { seed: string; rand: string }[]
}

// Reference: PyTorch 2.13 (CPU, x86 Linux), torch.manual_seed(seed); torch.randn(shape).
const goldens = readGoldenJson<NoiseGoldens>('noise.json')
const arrays = readGolden('noise.safetensors')
const sha256 = ({ data }: Tensor) => createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex')

test('randn gives the same bits as torch.randn for every seed and size: blocks of 16, incomplete blocks, fewer than 16', () => {
  for (const { seed, shape, sha256_le_f32 } of goldens.randn)
    expect(sha256(torchGenerator(BigInt(seed)).randn(shape)), `seed ${seed}, [${shape}]`).toBe(sha256_le_f32)
})

test('one generator continues from call to call, with the unused normal of a small draw', () => {
  for (const { seed, shapes, tensors } of goldens.sequences) {
    const generator = torchGenerator(BigInt(seed))
    for (const [i, shape] of shapes.entries())
      expect(generator.randn(shape).data, `${tensors[i]}`).toEqual(arrays.get(tensors[i]!)!.data)
  }
})

test('rand gives the uniforms of torch.rand', () => {
  for (const { seed, rand } of goldens.randint)
    expect(torchGenerator(BigInt(seed)).rand([40]).data).toEqual(arrays.get(rand)!.data)
})

test('only the low 32 bits of a seed count', () => {
  expect(torchGenerator(1n << 32n).randn([32])).toEqual(torchGenerator(0n).randn([32]))
  expect(torchGenerator((1n << 50n) + 7n).randn([5])).toEqual(torchGenerator(7n).randn([5]))
})
