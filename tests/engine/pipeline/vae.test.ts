import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../engine/checkpoint/safetensors.ts'
import { writeSafetensors } from '../../../engine/checkpoint/safetensors-writer.ts'
import { loadCheckpoint, loadVae } from '../../../engine/pipeline/load.ts'
import { decodeLatent, encodeImage } from '../../../engine/pipeline/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { map, zeros } from '../../../engine/tensor/tensor.ts'
import { readGolden, readGoldenJson } from '../../goldens/read.ts'
import { expectClose, goldenPath } from '../networks/run-graph.ts'

/** ComfyUI's VAEDecode and VAEEncode on the golden checkpoint (tests/goldens/README.md, nets/vae.io). */
const io = readGolden('nets/vae.io.safetensors')
const { names } = readGoldenJson<{ names: Record<string, readonly string[]> }>('nets/vae_diffusers.key_names.json')
const checkpoint = goldenPath('pipelines/tiny_sd15.safetensors')

const sessions = new Sessions({ device: 'cpu', threads: 2 })
const folder = await mkdtemp(join(tmpdir(), 'leapgraph-vae-'))
afterAll(async () => {
  await sessions.close()
  await rm(folder, { recursive: true })
})
const context = { sessions, signal: new AbortController().signal, progress() {}, notice() {} }
const { vae } = await loadCheckpoint(await fileRef(checkpoint))
const pixels = (name: string) => map(io.get(`${name}.pixels_u8`)!, value => value / 255)

describe.each(['0', '1', '2', '3'])('case %s', i => {
  test('decodes to the picture that ComfyUI shows', async () => {
    expectClose(await decodeLatent(vae, { samples: io.get(`${i}.z`)! }, context), io.get(`${i}.image_bhwc`)!, 1e-4)
  })

  test('encodes to the latent that ComfyUI samples from', async () => {
    expectClose(await encodeImage(vae, pixels(i), context), io.get(`${i}.encode`)!, 1e-4)
  })
})

test('a picture that is no multiple of 8 loses its edges evenly', async () => {
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
  const whole = await openSafetensors(checkpoint)
  const bytes = await readFile(checkpoint)
  const tensors = Object.entries(names).map(([ldm, spellings]) => {
    const info = whole.tensors.get(`first_stage_model.${ldm}`)!
    const matrix = /\.attn_1\.(q|k|v|proj_out)\.weight$/.test(ldm)
    const name = spellings[spelling] ?? spellings[0]!
    return { name, dtype: info.dtype, shape: matrix ? info.shape.slice(0, 2) : info.shape, info }
  })
  const infos = new Map(tensors.map(({ name, info }) => [name, info]))
  const path = join(folder, `vae-${spelling}.safetensors`)
  await writeSafetensors(path, tensors, ({ name }) => {
    const { offset, length } = infos.get(name)!
    return [bytes.subarray(offset, offset + length)]
  })
  const alone = await loadVae(await fileRef(path))
  expectClose(await decodeLatent(alone, { samples: io.get('0.z')! }, context), io.get('0.image_bhwc')!, 1e-4)
})
