import { expect, test } from 'vitest'
import type { FileRef } from '../../../../engine/checkpoint/files/file-ref.ts'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadVae } from '../../../../engine/pipeline/load.ts'
import { decodeLatent, encodeImage } from '../../../../engine/pipeline/vae/vae.ts'
import { map } from '../../../../engine/tensor/tensor.ts'
import { readGolden } from '../../../goldens/read.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** ComfyUI's VAE object with TAESD inside (tests/goldens/README.md, nets/taesd.io). */
const io = readGolden('nets/taesd.io.safetensors')
const encoder = await fileRef(goldenPath('nets/taesd_encoder.weights.safetensors'))
const decoder = await fileRef(goldenPath('nets/taesd_decoder.weights.safetensors'))
const pair = (name: string): FileRef => ({ ...decoder, name, members: [encoder, decoder] })

const context = { sessions, signal: new AbortController().signal, progress() {}, notice() {} }

test.each(['0', '1'])('taesd decodes and encodes as ComfyUI does (case %s)', async i => {
  const vae = await loadVae(pair('taesd'))
  expectClose(
    await decodeLatent(vae, { samples: io.get(`${i}.latent`)! }, context),
    io.get(`${i}.VAE_decode_image`)!,
    1e-4,
  )
  const pixels = map(io.get(`${i}.pixels_u8`)!, v => v / 255)
  expectClose(await encodeImage(vae, pixels, context), io.get(`${i}.VAE_encode`)!, 1e-4)
})

test('taesdxl has SDXL’s scale: a latent scaled by it decodes to the same picture', async () => {
  const [sd, sdxl] = [await loadVae(pair('taesd')), await loadVae(pair('taesdxl'))]
  const samples = io.get('0.latent')!
  const larger = map(samples, v => v * (0.18215 / 0.13025))
  expectClose(
    await decodeLatent(sdxl, { samples: larger }, context),
    await decodeLatent(sd, { samples }, context),
    1e-5,
  )
})

test('one half alone works, and reports the missing half', async () => {
  const half = await loadVae(decoder)
  expectClose(await decodeLatent(half, { samples: io.get('0.latent')! }, context), io.get('0.VAE_decode_image')!, 1e-4)
  const pixels = map(io.get('0.pixels_u8')!, v => v / 255)
  await expect(encodeImage(half, pixels, context)).rejects.toThrow(
    "taesd_decoder.weights.safetensors is only half of a VAE: its encoder is in another file; choose 'taesd' or 'taesdxl'",
  )
})
