import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import onnxProto from 'onnx-proto'
import type { FileRef } from '../../../engine/checkpoint/files/file-ref.ts'
import { fileRef, openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { loadControlNet } from '../../../engine/pipeline/control/load.ts'
import { loadCheckpoint, loadClip, loadVae } from '../../../engine/pipeline/load.ts'
import { applyLora } from '../../../engine/pipeline/loras.ts'
import { encodePrompt } from '../../../engine/pipeline/text/encode-prompt.ts'
import type { Clip, Model, Vae } from '../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../engine/pipeline/unet/unet-network.ts'
import { loadUpscaler, upscaleImage } from '../../../engine/pipeline/upscale.ts'
import { decodeLatent } from '../../../engine/pipeline/vae/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import { map, type Tensor } from '../../../engine/tensor/tensor.ts'
import { goldenPath } from '../networks/run-graph.ts'
import { denoised, netPath, using, writeTensors } from '../pipeline/control/control.ts'

/**
 * Runs the small networks of the goldens on a device and on the CPU and prints, as JSON, how far apart the results are. What
 * the CPU computes is held against the reference programs by the tests of each network; here the two devices are
 * compared, on inputs as small as a network takes. Compiling takes most of the time, so only four networks are compared.
 * Between them they have every operator of the others, which is counted here too. A
 * program of its own, because the Vulkan driver is chosen by an environment variable before ONNX Runtime loads, and foreign
 * libraries may end the process.
 *
 * Arguments: the device, and the path of a pack's library.
 */
const [name, library] = process.argv.slice(2) as ['webgpu' | 'plugin' | 'openvino', string | undefined]
const device = new Sessions({
  device: name,
  threads: 1,
  notice: message => console.error(message),
  ...(library !== undefined && { packs: { [name]: { library, faster: false } } }),
})
const cpu = new Sessions({ device: 'cpu', threads: 1 })
const contextOf = (sessions: Sessions) => ({
  sessions,
  signal: new AbortController().signal,
  find: async () => null,
  notice() {},
  progress() {},
})
const golden = (path: string): Promise<FileRef> => fileRef(goldenPath(path))

/** Some values between -1 and 1. */
const wave = (...dims: readonly number[]): Tensor => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * i)),
})
const picture = map(wave(1, 64, 64, 3), v => (v + 1) / 2)

const sd1 = await loadCheckpoint(await golden('pipelines/tiny_sd15.safetensors'))
const sdxl = await loadCheckpoint(await golden('pipelines/tiny_sdxl.safetensors'))

async function text(clip: Clip, sessions: Sessions): Promise<Tensor> {
  const [encoded] = await encodePrompt(clip, 'a photo of a cat', contextOf(sessions))
  return encoded!.embedding
}

async function unet(model: Model, sessions: Sessions): Promise<Tensor> {
  const [x, context] = [wave(1, 4, 4, 8), wave(1, 7, 56)]
  const network = await unetNetwork(model)
  const feeds = { x, timestep: { dims: [1], data: Float32Array.of(500) }, context, pooled: wave(1, 1568) }
  return (await sessions.run(network.request(x.dims, context.dims), feeds)).prediction!
}

async function withLoras(names: readonly string[]): Promise<Model> {
  let { model } = sd1
  for (const lora of names) {
    const file = await golden(`nets/lora/${lora}.safetensors`)
    model = (await applyLora({ model }, file, { model: 0.4, clip: 0 })).model!
  }
  return model
}

/** A ControlNet on the UNet of SD 1.x, which carries one LoRA of each kind that is written into the graph in its own way. */
async function steered(sessions: Sessions): Promise<Tensor> {
  const model = await withLoras(['kohya_locon_conv', 'kohya_locon_cp_mid', 'loha', 'lokr', 'dora_out', 'glora'])
  const control = using(await loadControlNet(await fileRef(netPath)), { picture, strength: 0.7 })
  return denoised(sessions, [control], 1, { of: model, x: wave(1, 4, 8, 8), embedding: wave(1, 7, 24) })
}

/**
 * An OFT LoRA on a UNet of two levels: the time goes into compiling a kernel for every shape. OFT needs the inverse of a matrix,
 * which is not written for OpenVINO: its Inverse-14 gave other numbers for this LoRA.
 */
async function turned(sessions: Sessions): Promise<Tensor> {
  const small = await golden('nets/unet_lcm_guidance_diffusers.weights.safetensors')
  const { tensors } = await openSafetensors(goldenPath('nets/lora/oft.safetensors'))
  // The golden LoRA is for the second level of the larger UNet; here the first one has the attention.
  const moved = new Map([...tensors].map(([key, info]) => [key.replace('down_blocks_1', 'down_blocks_0'), info]))
  const folder = await mkdtemp(join(tmpdir(), 'oft-'))
  const file = await writeTensors(join(folder, 'oft.safetensors'), moved)
  const { model } = await applyLora({ model: { ...sd1.model, file: small } }, file, { model: 0.4, clip: 0 })
  const result = await denoised(sessions, [], 1, { of: model!, x: wave(1, 4, 8, 8), embedding: wave(1, 7, 24) })
  await rm(folder, { recursive: true })
  return result
}

const decoded = async (vae: Vae, sessions: Sessions) =>
  decodeLatent(vae, { samples: wave(1, 4, 1, 2) }, contextOf(sessions))

const checks: Readonly<Record<string, (on: Sessions) => Promise<Tensor>>> = {
  'text encoder of SD 1.x': on => text({ ...sd1.clip, layer: -1 }, on),
  'text encoder of SD 2.x': async on => text(await loadClip(await golden('nets/text_sd2.weights.safetensors')), on),
  'text encoders of SDXL': on => text(sdxl.clip, on),
  'UNet of SDXL': on => unet(sdxl.model, on),
  'ControlNet, LoRAs and UNet of SD 1.x': steered,
  ...(name !== 'openvino' && { 'OFT and UNet of two levels': turned }),
  VAE: on => decoded(sd1.vae, on),
  TAESD: async on => decoded(await loadVae(await golden('nets/taesd_decoder.weights.safetensors')), on),
  ESRGAN: async on => {
    const upscaler = await loadUpscaler(await golden('nets/esrgan_x4.new_keys.weights.safetensors'))
    return upscaleImage(
      upscaler,
      map(wave(1, 4, 4, 3), v => (v + 1) / 2),
      contextOf(on),
    )
  },
}

const furthest = (actual: Tensor, expected: Tensor): number =>
  expected.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (actual.data[i] ?? Number.NaN))), 0)

/** The networks that have every operator between them. */
const changedUnet = name === 'openvino' ? 'ControlNet, LoRAs and UNet of SD 1.x' : 'OFT and UNet of two levels'
const all = ['text encoders of SDXL', changedUnet, 'TAESD', 'ESRGAN']

/** The operators of the graphs that are run, with their attributes, written as for the device. */
const operators = new Map<string, Set<string>>()
async function recorded(name: string): Promise<Tensor> {
  const found = new Set<string>()
  operators.set(name, found)
  const run = cpu.run.bind(cpu)
  cpu.run = (request, feeds) => {
    const { graph } = onnxProto.onnx.ModelProto.decode(request.build({ fusedAttention: false }).build())
    // The shapes that a cast and a transposition take are those of the network, not another operator.
    for (const { domain, opType, attribute } of graph!.node!)
      found.add(opType === 'Cast' || opType === 'Transpose' ? opType : JSON.stringify([domain, opType, attribute]))
    return run(request, feeds)
  }
  const result = await checks[name]!(cpu)
  cpu.run = run
  return result
}

const off: Record<string, number> = {}
for (const [network, check] of Object.entries(checks)) {
  const expected = await recorded(network)
  if (all.includes(network)) off[network] = furthest(await check(device), expected)
}
const compared = new Set(Object.keys(off).flatMap(network => [...operators.get(network)!]))
const left = [...new Set([...operators.values()].flatMap(found => [...found]))].filter(each => !compared.has(each))
console.log(JSON.stringify({ device: device.device, off, left }))
