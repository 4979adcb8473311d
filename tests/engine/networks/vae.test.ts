import { expect, test } from 'vitest'
import { vaeDecoder, vaeEncoder } from '../../../engine/networks/vae.ts'
import { tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { expectClose, goldenWeights, runNetwork } from './run-graph.ts'

const io = readGolden('nets/vae.io.safetensors')
const weights = goldenWeights('pipelines/tiny_sd15.safetensors', 'first_stage_model.')

test.each(['0', '1', '2', '3'])('a latent is decoded as in ComfyUI, before clamping (case %s)', async i => {
  const out = await runNetwork(await weights, { z: io.get(`${i}.z`)! }, (w, { z }) => vaeDecoder(w, z!))
  expectClose(out, io.get(`${i}.decode_raw_bchw`)!, 1e-4)
})

test.each(['0', '1', '2', '3'])('a picture has the same moments as in ComfyUI (case %s)', async i => {
  const pixels = io.get(`${i}.pixels_u8`)!
  const [n, height, width] = pixels.dims as [number, number, number]
  const area = height * width
  const x = new Float32Array(n * 3 * area)
  for (let image = 0; image < n; image++)
    for (let c = 0; c < 3; c++)
      for (let p = 0; p < area; p++)
        x[(image * 3 + c) * area + p] = (pixels.data[(image * area + p) * 3 + c]! / 255) * 2 - 1
  const out = await runNetwork(await weights, { x: tensor([n, 3, height, width], x) }, (w, { x }) => vaeEncoder(w, x!))
  expectClose(out, io.get(`${i}.moments`)!, 1e-4)
})

test('a UNet is not mistaken for a VAE', async () => {
  const file = await goldenWeights('pipelines/tiny_sd15.safetensors', 'model.diffusion_model.')
  const run = runNetwork(file, { z: io.get('0.z')! }, (w, { z }) => vaeDecoder(w, z!))
  await expect(run).rejects.toThrow(
    /tiny_sd15\.safetensors has no decoder\.\S+: the file is incomplete or belongs to another model family/,
  )
})
