import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { FileRef } from '../../../../engine/checkpoint/files/file-ref.ts'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadVae } from '../../../../engine/pipeline/load.ts'
import type { Latent, Vae } from '../../../../engine/pipeline/types.ts'
import { latentRgb } from '../../../../engine/pipeline/vae/latent-rgb.ts'
import { previewDecode, tinyPreview } from '../../../../engine/pipeline/vae/tiny-preview.ts'
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

describe('the preview of a latent that a VAE is about to decode', () => {
  const sd1 = { file: 'taesd_decoder', latents: { channels: 4, scale: 0.18215, shift: 0 } } as const
  const large = { kind: 'vae', file: decoder } as const

  /** The pictures that are shown of a latent. */
  async function shown(latent: Latent, vae: Vae = large, find = async (): Promise<FileRef | null> => decoder) {
    const jpegs: Uint8Array[] = []
    const report = ({ jpeg, index }: { jpeg: Uint8Array; index: number }) => {
      expect(index).toBe(jpegs.length)
      jpegs.push(jpeg)
    }
    await previewDecode(vae, latent, { sessions, signal: new AbortController().signal, find, report })
    return jpegs
  }
  const sizeOf = async (jpeg: Uint8Array) => {
    const { width, height } = await sharp(jpeg).metadata()
    return [width, height]
  }

  test('is TAESD’s picture of each latent of the batch', async () => {
    const samples = io.get('0.latent')!
    const jpegs = await shown({ samples, tinyDecoder: sd1 })
    expect(jpegs.length).toBe(samples.dims[0])
    const [, height, width] = io.get('0.VAE_decode_image')!.dims
    const pixels = await sharp(jpegs[0]).resize({ width: width!, height: height! }).raw().toBuffer()
    const expected = io.get('0.VAE_decode_image')!.data.subarray(0, pixels.length)
    const off = expected.reduce((sum, value, i) => sum + Math.abs(255 * value - pixels[i]!), 0) / pixels.length
    // JPEG at quality 80, and the way to 256 pixels and back.
    expect(off).toBeLessThan(12)
  })

  test('is at most 512 pixels long, with all pictures of a batch', async () => {
    const jpegs = await shown({ samples: zeros([3, 4, 128, 96]), tinyDecoder: sd1 })
    expect(await Promise.all(jpegs.map(sizeOf))).toEqual(Array(3).fill([384, 512]))
  })

  test('is not made of a latent without a small decoder, without its file, and of one that TAESD decodes anyway', async () => {
    const samples = zeros([1, 4, 8, 8])
    expect(await shown({ samples })).toEqual([])
    expect(await shown({ samples, tinyDecoder: sd1 }, large, async () => null)).toEqual([])
    expect(await shown({ samples, tinyDecoder: sd1 }, await loadVae(decoder))).toEqual([])
  })

  test('stops between two pictures', async () => {
    const abort = new AbortController()
    const context = { sessions, signal: abort.signal, find: async () => decoder, report: () => abort.abort() }
    const latent = { samples: zeros([2, 4, 8, 8]), tinyDecoder: sd1 }
    await expect(previewDecode(large, latent, context)).rejects.toThrow('aborted')
  })
})
