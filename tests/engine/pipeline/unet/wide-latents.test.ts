import { describe, expect, test } from 'vitest'
import { fileRef, openSafetensors } from '../../../../engine/checkpoint/files/safetensors.ts'
import { ldmVaeTensors } from '../../../../engine/checkpoint/keys/vae-keys.ts'
import { latentPreview } from '../../../../engine/image/files/previews.ts'
import { fromPlanes } from '../../../../engine/image/transform/planes.ts'
import { checkFits } from '../../../../engine/pipeline/control/fits.ts'
import { loadControlNet } from '../../../../engine/pipeline/control/load.ts'
import { loadCheckpoint, loadVae } from '../../../../engine/pipeline/load.ts'
import type { Latent } from '../../../../engine/pipeline/types.ts'
import { sampleLatent } from '../../../../engine/pipeline/unet/sample-latent.ts'
import { unetNetwork } from '../../../../engine/pipeline/unet/unet-network.ts'
import { tinyPreview } from '../../../../engine/pipeline/vae/tiny-preview.ts'
import { decodeLatent, encodeImage } from '../../../../engine/pipeline/vae/vae.ts'
import { map, type Tensor, zeros } from '../../../../engine/tensor/tensor.ts'
import latentUpscale from '../../../../nodes/latent/latent-upscale.ts'
import { readGolden } from '../../../goldens/read.ts'
import { testContext } from '../../../nodes/context.ts'
import { temporaryFolder, writeCopies } from '../../checkpoint/files.ts'
import { expectClose, goldenPath } from '../../networks/run-graph.ts'
import { sessions } from '../../runtime/shared-sessions.ts'

/** SDXL's UNet with a VAE of 16 channels in Flux's form, and with one of 32 in Flux.2's (goldens/README.md, nets/wide_latents). */
const context = { sessions, signal: new AbortController().signal, progress() {}, notice() {} }

/** An SDXL ControlNet. */
const narrow = fileRef(goldenPath('nets/control_sdxl_small.weights.safetensors'))

const put = temporaryFolder()
const clamped = (v: number) => Math.min(Math.max((v + 1) / 2, 0), 1)

describe.each([16, 32])('with latents of %i channels', channels => {
  const io = readGolden(`nets/wide_latents_${channels}.io.safetensors`)
  const file = fileRef(goldenPath(`nets/wide_latents_${channels}.weights.safetensors`))
  const tiny = fileRef(goldenPath(`nets/wide_latents_${channels}_tiny.weights.safetensors`))
  const prompt = (name: string) => [{ embedding: io.get(name)!, pooled: io.get(`${name}.pooled`)! }]

  async function sampled(latent: Latent, from = 0) {
    const { model } = await loadCheckpoint(await file)
    const guider = { kind: 'cfg', model, positive: prompt('positive'), negative: prompt('negative'), cfg: 3 } as const
    const noise = { seed: 11n, added: true }
    const sigmas = io.get('sigmas')!.data.slice(from)
    return (await sampleLatent({ guider, latent, noise, sampler: { name: 'euler' }, sigmas }, context)).latent
  }

  test('the VAE decodes and encodes as the reference', async () => {
    const { vae } = await loadCheckpoint(await file)
    const decoded = await decodeLatent(vae, { samples: io.get('z')! }, context)
    expectClose(decoded, map(fromPlanes(io.get('decoded')!), clamped), 1e-4)
    expectClose(await encodeImage(vae, fromPlanes(io.get('pixels')!), context), io.get('encoded')!, 1e-4)
  })

  test('the small replacement for the VAE decodes and encodes as the reference', async () => {
    const vae = await loadVae(await tiny)
    const decoded = await decodeLatent(vae, { samples: io.get('z')! }, context)
    expectClose(decoded, map(fromPlanes(io.get('tiny.decoded')!), clamped), 1e-4)
    expectClose(await encodeImage(vae, fromPlanes(io.get('pixels')!), context), io.get('tiny.encoded')!, 1e-4)
  })

  test('an empty latent of 4 channels becomes one of the model’s, and the picture is the reference’s', async () => {
    const latent = await sampled({ samples: zeros([1, 4, 8, 10]) })
    expectClose(latent.samples, io.get('text_to_image')!, 1e-4)
    const { vae } = await loadCheckpoint(await file)
    expectClose(await decodeLatent(vae, latent, context), fromPlanes(io.get('picture')!), 1e-4)
  })

  test('image to image and inpainting are the reference’s', async () => {
    const samples = io.get('encoded')!
    expectClose((await sampled({ samples }, 2)).samples, io.get('image_to_image')!, 1e-4)
    expectClose((await sampled({ samples, noiseMask: io.get('mask')! }, 1)).samples, io.get('inpaint')!, 1e-4)
  })

  test('tiles of the VAE join to a picture of the same size, near that of one piece', async () => {
    const { vae } = await loadCheckpoint(await file)
    const z = io.get('z')!
    const tiling = { tile: 64, overlap: 16 }
    const whole = await decodeLatent(vae, { samples: z }, context)
    const tiled = await decodeLatent(vae, { samples: z }, context, tiling)
    const other = await decodeLatent(vae, { samples: map(z, v => -v) }, context)
    expect(tiled.dims).toEqual(whole.dims)
    const difference = (x: Tensor) => x.data.reduce((sum, v, i) => sum + Math.abs(v - whole.data[i]!), 0)
    expect(difference(tiled)).toBeLessThan(difference(other) / 2)
    const encoded = await encodeImage(vae, fromPlanes(io.get('pixels')!), context, tiling)
    expect(encoded.dims).toEqual(io.get('encoded')!.dims)
  })

  test('a preview is made of all channels, and by the small decoder where it is there', async () => {
    const { model } = await loadCheckpoint(await file)
    const { rgb } = await unetNetwork(model)
    expect(rgb.factors).toHaveLength(channels)
    const latent = io.get('z')!
    expect((await latentPreview(latent, rgb)).subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8))
    const find = async (name: string) => (name === `${rgb.decoder}.safetensors` ? tiny : null)
    const picture = await tinyPreview({ latent: { ...latent }, rgb }, sessions, find)
    expect(picture!.dims).toEqual([1, 64, 80, 3])
  })

  test('a latent is resized, and sampled further', async () => {
    const size = { width: 96, height: 64, upscale_method: 'bislerp', crop: 'disabled' } as const
    const { LATENT } = await latentUpscale.run({ ...size, samples: { samples: io.get('encoded')! } }, testContext())
    expect(LATENT.samples.dims).toEqual([1, channels, 8, 12])
    expect((await sampled(LATENT, 2)).samples.dims).toEqual([1, channels, 8, 12])
  })

  test('a ControlNet for latents of 4 channels is refused with both numbers', async () => {
    const [{ model }, control] = [await loadCheckpoint(await file), await loadControlNet(await narrow)]
    await expect(checkFits(control, await unetNetwork(model))).rejects.toThrow(
      `it reads latents of 4 channels, and the model's have ${channels}`,
    )
  })

  test('a picture in latents of 4 channels is refused with both numbers, by the sampler and by the VAE', async () => {
    const latent = { samples: map(zeros([1, 4, 8, 10]), () => 1) }
    const name = `wide_latents_${channels}.weights.safetensors`
    await expect(sampled(latent)).rejects.toThrow(
      `${name} reads latents of ${channels} channels, and this latent has 4: encode the picture with the VAE of the checkpoint`,
    )
    const { vae } = await loadCheckpoint(await file)
    await expect(decodeLatent(vae, latent, context)).rejects.toThrow(
      `${name} decodes latents of ${channels} channels, and this latent has 4: use the VAE of the model that made the latent`,
    )
  })
})

test('Flux.2’s VAE is read in the names of its authors, who put the quantising convolutions into encoder and decoder', async () => {
  const source = goldenPath('nets/wide_latents_32.weights.safetensors')
  const tensors = ldmVaeTensors(await openSafetensors(source), 'vae.')
  const copies = [...tensors].map(([ldm, { name: from, shape }]) => ({
    name: ldm.replace(/^post_quant_conv/, 'decoder.post_quant_conv').replace(/^quant_conv/, 'encoder.quant_conv'),
    from,
    shape: /attn_1\.(q|k|v|proj_out)\.weight$/.test(ldm) ? [...shape, 1, 1] : shape,
  }))
  const path = await put('flux2-vae.safetensors')
  await writeCopies(path, source, copies)
  const io = readGolden('nets/wide_latents_32.io.safetensors')
  const vae = await loadVae(await fileRef(path))
  const decoded = await decodeLatent(vae, { samples: io.get('z')! }, context)
  expectClose(decoded, map(fromPlanes(io.get('decoded')!), clamped), 1e-4)
  expectClose(await encodeImage(vae, fromPlanes(io.get('pixels')!), context), io.get('encoded')!, 1e-4)
})
