import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint, loadVae } from '../../../../engine/pipeline/load.ts'
import { decodeLatent, encodeImage } from '../../../../engine/pipeline/vae/vae.ts'
import { map, zeros } from '../../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../../goldens/read.ts'
import { temporaryFolder, writeCopies } from '../../checkpoint/files.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** ComfyUI's VAEDecode and VAEEncode on the golden checkpoint (tests/goldens/README.md, nets/vae.io). */
const io = readGolden('nets/vae.io.safetensors')
const { names } = readGoldenJson<{ names: Record<string, readonly string[]> }>('nets/vae_diffusers.key_names.json')
const checkpoint = goldenPath('pipelines/tiny_sd15.safetensors')

const put = temporaryFolder()
const context = { sessions, signal: new AbortController().signal, progress() {}, notice() {} }
const { vae } = await loadCheckpoint(await fileRef(checkpoint))
const pixels = (name: string) => map(io.get(`${name}.pixels_u8`)!, value => value / 255)

describe.each(['0', '1', '2', '3'])('case %s', i => {
  test('is decoded as in ComfyUI', async () => {
    expectClose(await decodeLatent(vae, { samples: io.get(`${i}.z`)! }, context), io.get(`${i}.image_bhwc`)!, 1e-4)
  })

  test('is encoded as in ComfyUI', async () => {
    expectClose(await encodeImage(vae, pixels(i), context), io.get(`${i}.encode`)!, 1e-4)
  })
})

test('a picture whose size is not a multiple of 8 is cropped evenly', async () => {
  expectClose(await encodeImage(vae, pixels('crop'), context), io.get('crop.encode')!, 1e-4)
})

test('a picture smaller than one latent pixel is refused', async () => {
  await expect(encodeImage(vae, zeros([1, 7, 20, 3]), context)).rejects.toThrow('a picture of 20×7 is too small')
})

test('cancelling stops before the next picture', async () => {
  const signal = AbortSignal.abort(new Error('stopped'))
  await expect(decodeLatent(vae, { samples: io.get('0.z')! }, { ...context, signal })).rejects.toThrow('stopped')
})

test.each([
  ['diffusers’ names', 0],
  ['diffusers’ older names', 1],
])('a VAE alone with %s decodes to the same picture', async (_, spelling) => {
  const { tensors } = await openSafetensors(checkpoint)
  const copies = Object.entries(names).map(([ldm, spellings]) => {
    const from = `first_stage_model.${ldm}`
    const shape = tensors.get(from)!.shape
    const matrix = /\.attn_1\.(q|k|v|proj_out)\.weight$/.test(ldm)
    return { name: spellings[spelling] ?? spellings[0]!, from, shape: matrix ? shape.slice(0, 2) : shape }
  })
  const path = await put(`vae-${spelling}.safetensors`)
  await writeCopies(path, checkpoint, copies)
  const alone = await loadVae(await fileRef(path))
  expectClose(await decodeLatent(alone, { samples: io.get('0.z')! }, context), io.get('0.image_bhwc')!, 1e-4)
})

describe('a file without a usable VAE is refused by name', () => {
  const load = (name: string) => fileRef(goldenPath(name)).then(loadVae)

  test('a UNet alone, an upscaler, a LoRA', async () => {
    await expect(load('nets/unet_inpaint.weights.safetensors')).rejects.toThrow(
      'unet_inpaint.weights.safetensors is not a VAE: it is a UNet alone',
    )
    await expect(load('nets/esrgan_x4.old_keys.weights.safetensors')).rejects.toThrow('is not a VAE: it is an upscaler')
    await expect(load('nets/lora/kohya_linear.safetensors')).rejects.toThrow('is not a VAE: it is a LoRA')
  })

  test('a VAE for latents of 8 channels', async () => {
    const path = await put('eight.safetensors')
    const from = 'first_stage_model.decoder.conv_in.weight'
    const [out = 0, , , k = 0] = (await openSafetensors(checkpoint)).tensors.get(from)!.shape
    await writeCopies(path, checkpoint, [{ name: 'decoder.conv_in.weight', from, shape: [out / 2, 8, k, k] }])
    await expect(fileRef(path).then(loadVae)).rejects.toThrow(
      'eight.safetensors is a VAE for latents of 8 channels; those of 4, 16 and 32 can be run: choose another VAE',
    )
  })

  test('a truncated file', async () => {
    const bytes = await readFile(checkpoint)
    const path = await put('half.safetensors', bytes.subarray(0, bytes.length / 2))
    await expect(fileRef(path).then(loadVae)).rejects.toThrow(/half\.safetensors/)
  })

  test('a decoder without its encoder decodes, and the missing encoder is reported when it is needed', async () => {
    const keys = [...(await openSafetensors(checkpoint)).tensors.keys()].filter(key =>
      /first_stage_model\.(decoder|post)/.test(key),
    )
    const path = await put('decoder.safetensors')
    await writeCopies(
      path,
      checkpoint,
      keys.map(from => ({ name: from.replace('first_stage_model.', ''), from })),
    )
    const half = await loadVae(await fileRef(path))
    expectClose(await decodeLatent(half, { samples: io.get('0.z')! }, context), io.get('0.image_bhwc')!, 1e-4)
    await expect(encodeImage(half, pixels('0'), context)).rejects.toThrow(/decoder\.safetensors has no encoder\./)
  })
})

test('a picture of exactly one latent pixel is encoded and decoded', async () => {
  const latent = await encodeImage(vae, zeros([1, 8, 15, 3]), context)
  expect(latent.dims).toEqual([1, 4, 1, 1])
  expect((await decodeLatent(vae, { samples: latent }, context)).dims).toEqual([1, 8, 8, 3])
})
