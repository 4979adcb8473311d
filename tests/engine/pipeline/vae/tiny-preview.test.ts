import { expect, test } from 'vitest'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { latentRgb } from '../../../../engine/pipeline/vae/latent-rgb.ts'
import { tinyPreview } from '../../../../engine/pipeline/vae/tiny-preview.ts'
import { map, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

const io = readGolden('nets/taesd.io.safetensors')
const decoder = await fileRef(goldenPath('nets/taesd_decoder.weights.safetensors'))

test('a latent in the model’s scale is decoded with TAESD', async () => {
  const latent = map(io.get('0.latent')!, v => v * 0.18215)
  const asked: string[] = []
  const find = async (name: string) => {
    asked.push(name)
    return decoder
  }
  const picture = await tinyPreview({ latent, rgb: latentRgb('sd') }, sessions, find)
  expectClose(picture!, io.get('0.VAE_decode_image')!, 1e-4)
  expect(asked).toEqual(['taesd_decoder.safetensors'])
})

test('a large latent is decoded small, one picture of a batch', async () => {
  const find = async (name: string) => (name === 'taesdxl_decoder.safetensors' ? decoder : null)
  const picture = await tinyPreview({ latent: zeros([3, 4, 128, 96]), rgb: latentRgb('sdxl') }, sessions, find)
  expect(picture?.dims).toEqual([1, 256, 192, 3])
})

test('nothing is decoded without the file, or for a model with its own autoencoder', async () => {
  const latent = zeros([1, 4, 8, 8])
  expect(await tinyPreview({ latent, rgb: latentRgb('sd') }, sessions, async () => null)).toBeNull()
  expect(await tinyPreview({ latent, rgb: latentRgb('sd', 'Micro SD 128') }, sessions, async () => decoder)).toBeNull()
})
