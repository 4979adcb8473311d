import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { fileRef } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadControlNet } from '../../../engine/pipeline/control/load.ts'
import { loadCheckpoint, loadClip, loadUnet, loadVae } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import type { Clip, Model } from '../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { loadUpscaler, upscaleImage } from '../../../engine/pipeline/upscale/upscale.ts'
import { decodeLatent } from '../../../engine/pipeline/vae/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { map, type Tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { goldenPath } from '../networks/run-graph.ts'
import { io as controlled, denoised, netPath, using } from '../pipeline/control/control.ts'

/**
 * Runs the golden networks on WebGPU and prints, as JSON, how far each is from the reference. A program of its own,
 * because the Vulkan driver is chosen by an environment variable before ONNX Runtime loads.
 */
const sessions = new Sessions({ device: 'webgpu', threads: 1, notice: message => console.error(message) })
const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
const golden = (path: string): Promise<FileRef> => fileRef(goldenPath(path))

const sd1 = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
const sdxl = await loadCheckpoint(await golden('pipelines/tiny_sdxl.safetensors'))

const furthest = (actual: Tensor, expected: Tensor): number =>
  expected.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (actual.data[i] ?? Number.NaN))), 0)

async function text(clip: Clip, family: string, key: string): Promise<number> {
  const expected = readGolden(`nets/text_${family}.io.safetensors`)
  const [encoded] = await encodePrompt(clip, 'a photo of a cat', context)
  return furthest(encoded!.embedding, expected.get(key)!)
}

async function predict(model: Model, on: Sessions, references: ReadonlyMap<string, Tensor>, prefix: string) {
  const network = await unetNetwork(model)
  const [x, timestep, context] = ['x', 'timesteps', 'context'].map(name => references.get(prefix + name)!)
  const pooled = references.get(`${prefix}y`)
  const feeds = {
    ...{ x: x!, timestep: timestep!, context: context! },
    ...(pooled && { pooled }),
    ...(network.strength && { strength: network.strength }),
  }
  return (await on.run(network.request(x!.dims, context!.dims), feeds)).prediction!
}

async function unet(model: Model, family: string): Promise<number> {
  const references = readGolden(`nets/unet_${family}.io.safetensors`)
  return furthest(await predict(model, sessions, references, '0.'), references.get('0.out')!)
}

/**
 * One LoRA of each kind that is written into the graph in its own way, all at once, since a run takes seconds. The
 * reference is what the CPU makes of it, which is held against ComfyUI one by one (pipeline/lora.test.ts).
 */
async function loras(): Promise<number> {
  let { model } = sd1
  for (const name of ['kohya_locon_conv', 'kohya_locon_cp_mid', 'loha', 'lokr', 'dora_out', 'glora', 'oft']) {
    const file = await golden(`nets/lora/${name}.safetensors`)
    model = (await applyLora({ model }, file, { model: 0.4, clip: 0 })).model!
  }
  const references = readGolden('nets/lora/expected.safetensors')
  const onCpu = new Sessions({ device: 'cpu', threads: 1 })
  const expected = await predict(model, onCpu, references, '')
  await onCpu.close()
  return furthest(await predict(model, sessions, references, ''), expected)
}

const taesd = readGolden('nets/taesd.io.safetensors')
const esrgan = readGolden('nets/esrgan.io.safetensors')
const pictures = readGolden('nets/vae.io.safetensors')

const checks: Readonly<Record<string, () => Promise<number>>> = {
  'text encoder of SD 1.x': () => text({ ...sd1.clip, layer: -1 }, 'sd1', '-1.0.cond'),
  'text encoder of SD 2.x': async () =>
    text(await loadClip(await golden('nets/text_sd2.weights.safetensors')), 'sd2', 'default.0.cond'),
  'text encoders of SDXL': () => text(sdxl.clip, 'sdxl', 'default.0.cond'),
  'UNet of SD 2.x': async () => unet(await loadUnet(await golden('nets/unet_sd2.weights.safetensors')), 'sd2'),
  'UNet of SDXL': () => unet(sdxl.model, 'sdxl'),
  'ControlNet and UNet of SD 1.x': async () => {
    const steered = [using(await loadControlNet(await fileRef(netPath)), { strength: 0.7 })]
    return furthest(await denoised(sessions, steered, 14.6), controlled.get('percent.0.7.0.0.1.0.14.6.denoised')!)
  },
  LoRAs: loras,
  VAE: async () =>
    furthest(await decodeLatent(sd1.vae, { samples: pictures.get('0.z')! }, context), pictures.get('0.image_bhwc')!),
  TAESD: async () => {
    const vae = await loadVae(await golden('nets/taesd_decoder.weights.safetensors'))
    return furthest(
      await decodeLatent(vae, { samples: taesd.get('0.latent')! }, context),
      taesd.get('0.VAE_decode_image')!,
    )
  },
  ESRGAN: async () => {
    const upscaler = await loadUpscaler(await golden('nets/esrgan_x4.new_keys.weights.safetensors'))
    const picture = map(esrgan.get('x4.pixels_u8')!, v => v / 255)
    return furthest(await upscaleImage(upscaler, picture, context), esrgan.get('x4.image_clamped_bhwc')!)
  },
}

const off: Record<string, number> = {}
for (const [name, check] of Object.entries(checks)) off[name] = await check()
console.log(JSON.stringify({ device: sessions.device, off }))
