import { fileRef } from '../../../engine/checkpoint/safetensors.ts'
import { applyLora } from '../../../engine/pipeline/apply-lora.ts'
import { encodePrompt } from '../../../engine/pipeline/encode-prompt.ts'
import { loadCheckpoint } from '../../../engine/pipeline/load.ts'
import type { Model } from '../../../engine/pipeline/types.ts'
import { unetNetwork } from '../../../engine/pipeline/unet-network.ts'
import { decodeLatent } from '../../../engine/pipeline/vae.ts'
import { Sessions } from '../../../engine/runtime/sessions.ts'
import type { Tensor } from '../../../engine/tensor/tensor.ts'
import { readGolden } from '../../goldens/read.ts'
import { goldenPath } from '../networks/run-graph.ts'

/**
 * Runs the golden networks on WebGPU and prints, as JSON, how far they are from the reference. A program of its own,
 * because the Vulkan driver is chosen by an environment variable before ONNX Runtime loads.
 */
const sessions = new Sessions({ device: 'webgpu', threads: 1, notice: message => console.error(message) })
const context = { sessions, signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
const { model, clip, vae } = await loadCheckpoint(await fileRef(goldenPath('pipelines/tiny_sd15.safetensors')))

const furthest = (actual: Tensor, expected: Tensor): number =>
  expected.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (actual.data[i] ?? Number.NaN))), 0)

async function predict(
  of: Model,
  golden: ReadonlyMap<string, Tensor>,
  prefix: string,
  expected: string,
): Promise<number> {
  const network = await unetNetwork(of)
  const [x, timestep, context] = ['x', 'timesteps', 'context'].map(name => golden.get(prefix + name)!)
  const strength = network.strength && { strength: network.strength }
  const feeds = { x: x!, timestep: timestep!, context: context!, ...strength }
  const { prediction } = await sessions.run(network.request(x!.dims, context!.dims), feeds)
  return furthest(prediction!, golden.get(expected)!)
}

const lora = await fileRef(goldenPath('nets/lora/kohya_locon_conv.safetensors'))
const patched = (await applyLora({ model }, lora, { model: 0.7, clip: 0 })).model!
const text = await encodePrompt(clip, 'a photo of a cat', context)
const images = readGolden('nets/vae.io.safetensors')
const off = {
  text: furthest(text[0]!.embedding, readGolden('nets/text_sd1.io.safetensors').get('-1.0.cond')!),
  unet: await predict(model, readGolden('nets/unet_sd1.io.safetensors'), '0.', '0.out'),
  lora: await predict(patched, readGolden('nets/lora/expected.safetensors'), '', 'kohya_locon_conv.0.7.out'),
  vae: furthest(await decodeLatent(vae, { samples: images.get('0.z')! }, context), images.get('0.image_bhwc')!),
}
console.log(JSON.stringify({ device: sessions.device, off }))
