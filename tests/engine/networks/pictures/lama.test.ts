import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { lamaTensors } from '../../../../engine/checkpoint/keys/lama-keys.ts'
import { lama } from '../../../../engine/networks/pictures/lama.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath, runNetwork } from '../run-graph.ts'

/** A small LaMa as TorchScript, and what PyTorch computes with it (tests/goldens/make/lama.py). */
const io = readGolden('nets/lama.io.safetensors')

test('LaMa fills what PyTorch fills, whose Fourier transform is a product of matrices here', async () => {
  const header = await openSafetensors(goldenPath('nets/lama.pt'))
  const file = { path: header.path, tensors: lamaTensors(header)! }
  const [image, mask, expected] = ['image', 'mask', 'out'].map(name => io.get(name)!)
  const hidden = (i: number) => mask!.data[i % mask!.data.length]!
  const picture = { dims: image!.dims, data: image!.data.map((value, i) => value * (1 - hidden(i))) }
  const out = await runNetwork(file, { picture, mask: mask! }, (w, x) => lama(w, x.picture!, x.mask!))
  const data = out.data.map((value, i) => hidden(i) * value + (1 - hidden(i)) * image!.data[i]!)
  expectClose({ dims: out.dims, data }, expected!, 1e-3)
})

test('another network is not taken for it', async () => {
  expect(lamaTensors(await openSafetensors(goldenPath('pipelines/tiny_sd15.safetensors')))).toBeNull()
})
