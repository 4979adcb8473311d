import { expect, test } from 'vitest'
import { openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { upscalerWeights } from '../../../../engine/checkpoint/keys/upscaler-keys.ts'
import { rrdb } from '../../../../engine/networks/pictures/rrdb.ts'
import { map, type Tensor, tensor } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath, runNetwork } from '../run-graph.ts'

const io = readGolden('nets/esrgan.io.safetensors')

/** [1, H, W, 3] → [1, 3, H, W] */
function planes({ dims, data }: Tensor): Tensor {
  const [, h = 0, w = 0] = dims
  const pixel = (i: number) => data[(i % (h * w)) * 3 + Math.floor(i / (h * w))]!
  return tensor(
    [1, 3, h, w],
    Float32Array.from({ length: 3 * h * w }, (_, i) => pixel(i)),
  )
}

test.each([
  ['Real-ESRGAN ×4', 'esrgan_x4.new_keys', 'x4', 1],
  ['ESRGAN ×4 in its first names', 'esrgan_x4.old_keys', 'x4', 1],
  ['Real-ESRGAN ×2', 'esrgan_x2.new_keys', 'x2', 2],
  ['Real-ESRGAN ×1', 'esrgan_x1.new_keys', 'x1', 4],
])('%s gives the same as in spandrel', async (_, file, name, unshuffle) => {
  const path = goldenPath(`nets/${file}.weights.safetensors`)
  const { network, tensors } = upscalerWeights(await openSafetensors(path))!
  expect(network).toBe('rrdb')
  const weights = { path, tensors }
  const x = planes(map(io.get(`${name}.pixels_u8`)!, v => v / 255))
  const out = await runNetwork(weights, { x }, (w, { x }) => rrdb(w, x!, unshuffle))
  expectClose(out, io.get(`${name}.raw_bchw`)!, 1e-4)
})
