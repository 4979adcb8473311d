import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeHalves } from '../../../../engine/checkpoint/files/dtype.ts'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { writeSafetensors } from '../../../../engine/checkpoint/files/safetensors-writer.ts'
import { type LoraStack, noLoras } from '../../../../engine/lora/stack.ts'
import { bakedTensors } from '../../../../engine/pipeline/saving/baked-tensor.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'

const { fround } = Math

test('a weight of more than 32 MB is merged some rows at a time, and one of another shape stays as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leapgraph-rows-'))
  const sessions = new Sessions({ device: 'cpu', threads: 1 })
  const pool = encodeHalves(Float32Array.from({ length: 9_001_000 }, (_, i) => ((i * 7919) % 1009) / 256 - 2))
  const file = async (name: string, rows: number, from: number) => {
    const path = join(folder, name)
    const specs = [
      { name: 'large', dtype: 'F16', shape: [9000, 1000] },
      { name: 'odd', dtype: 'F16', shape: [rows, 1000] },
    ] as const
    await writeSafetensors(path, specs, ({ shape }) => [pool.subarray(from, from + 2 * shape[0]! * 1000)], {})
    return openSafetensors((await fileRef(path)).path)
  }
  const [one, two] = [await file('one.safetensors', 8500, 0), await file('two.safetensors', 8501, 1000)]
  const stack: LoraStack = {
    ...noLoras,
    strengths: [0.3, 0.7],
    merge: { first: noLoras, second: noLoras, tensors: two.tensors, prefixes: [''], at: 0 },
  }
  const baked = bakedTensors({ weights: one, stack, rounded: false, sessions })
  const pieces: Float32Array[] = []
  for await (const piece of baked.get('large')!.bytes())
    pieces.push(new Float32Array(piece.buffer, piece.byteOffset, piece.byteLength / 4))
  expect(pieces.map(({ length }) => length)).toEqual([8_388_000, 612_000])
  const value = (i: number) => ((i * 7919) % 1009) / 256 - 2
  for (const i of [0, 1, 8_387_999, 8_388_000, 8_999_999]) {
    const [at, within] = i < 8_388_000 ? [0, i] : [1, i - 8_388_000]
    const sum = fround(fround(value(i) * fround(0.3)) + fround(value(i + 500) * fround(0.7)))
    expect(pieces[at]![within]).toBe(sum)
  }
  expect(baked.get('odd')).toMatchObject({ dtype: 'F16', shape: [8500, 1000] })
  await sessions.close()
  await rm(folder, { recursive: true })
})
