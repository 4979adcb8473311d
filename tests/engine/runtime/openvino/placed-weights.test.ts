import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { SessionError } from '../../../../engine/errors.ts'
import { PlacedWeights } from '../../../../engine/runtime/openvino/placed-weights.ts'

test('constants in files and in memory lie in one stretch, at their own places', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'placed-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'weights')
  await writeFile(path, Buffer.alloc(5000))
  const [first, second] = [
    { path, offset: 8, length: 16 },
    { path, offset: 4096, length: 904 },
  ]
  const array = Float32Array.of(1, 2, 3).buffer
  const weights = new PlacedWeights([first, array, second])
  expect(weights.place(second) - weights.place(first)).toBe(4088n)
  for (const [data, length] of [
    [first, 16],
    [second, 904],
    [array, 12],
  ] as const)
    expect(weights.place(data) >= 0n && weights.place(data) + BigInt(length) <= weights.length).toBe(true)
  weights.release()
  weights.release()
})

test('a file that is not there is named', () => {
  const missing = () => new PlacedWeights([{ path: '/nowhere/weights', offset: 0, length: 4 }])
  expect(missing).toThrow(SessionError)
  expect(missing).toThrow(/^OpenVINO: \/nowhere\/weights could not be mapped into memory: /)
})
