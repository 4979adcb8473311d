import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { srvgg } from '../../../../engine/networks/pictures/srvgg.ts'
import { torchGenerator } from '../../../../engine/tensor/random/random.ts'
import { temporaryFolder } from '../../checkpoint/files.ts'
import { convolve, each, pixelShuffle, randomWeights, writeWeights } from '../plain-layers.ts'
import { expectClose, runNetwork } from '../run-graph.ts'

const put = temporaryFolder()
const weights = randomWeights({
  'body.0.weight': [8, 3, 3, 3],
  'body.0.bias': [8],
  'body.1.weight': [8],
  'body.2.weight': [8, 8, 3, 3],
  'body.2.bias': [8],
  'body.3.weight': [8],
  'body.4.weight': [12, 8, 3, 3],
  'body.4.bias': [12],
})
const w = (key: string) => weights.get(key)!
const picture = torchGenerator(1n).rand([1, 3, 5, 6])

test('the compact network equals its layers one by one plus the enlarged picture', async () => {
  const path = await put('compact.safetensors')
  await writeWeights(path, weights)
  const out = await runNetwork(await openSafetensors(path), { x: picture }, (w, { x }) => srvgg(w, x!, 2))

  let h = convolve(picture, w('body.0.weight'), w('body.0.bias'), 1)
  for (const i of [1, 3]) {
    h = each([h], ([v], c) => (v! > 0 ? v! : v! * w(`body.${i}.weight`).data[c]!))
    h = convolve(h, w(`body.${i + 1}.weight`), w(`body.${i + 1}.bias`), 1)
  }
  const details = pixelShuffle(h, 2)
  const at = (c: number, y: number, x: number) => picture.data[(c * 5 + (y >> 1)) * 6 + (x >> 1)]!
  const expected = details.data.map((v, i) => v + at(Math.floor(i / 120), Math.floor((i % 120) / 12), i % 12))
  expect(Math.max(...details.data)).toBeGreaterThan(0.1)
  expectClose(out, { dims: [1, 3, 10, 12], data: expected }, 1e-5)
})
