import { expect, test } from 'vitest'
import vaeDecodeTiled from '../../../nodes/latent/vae-decode-tiled.ts'
import vaeEncodeTiled from '../../../nodes/latent/vae-encode-tiled.ts'
import { readGolden } from '../../goldens/read.ts'
import { tiny } from '../tiny.ts'

const io = readGolden('nets/vae.io.safetensors')
const { vae, context } = await tiny()
const time = { temporal_size: 64, temporal_overlap: 8 }

test('a latent decoded in tiles is ComfyUI’s picture', async () => {
  const samples = { samples: io.get('tiled.z')! }
  const { IMAGE } = await vaeDecodeTiled.run({ samples, vae, tile_size: 128, overlap: 32, ...time }, context)
  const golden = io.get('tiled.decode_tile128_overlap32')!
  expect(IMAGE.dims).toEqual(golden.dims)
  expect(Math.max(...golden.data.map((value, i) => Math.abs(value - IMAGE.data[i]!)))).toBeLessThan(4e-4)
})

test('a picture smaller than a latent pixel is refused in a sentence', async () => {
  const pixels = { dims: [1, 5, 300, 3], data: new Float32Array(4500) }
  const run = vaeEncodeTiled.run({ pixels, vae, tile_size: 512, overlap: 64, ...time }, context)
  await expect(run).rejects.toThrow('a picture of 300×5 is too small: the VAE needs 8×8 or more')
})
