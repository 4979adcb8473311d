import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readPixels } from '../../../../engine/image/files/read-pixels.ts'
import { goldenFile } from '../../../nodes/tiny.ts'
import { connect, startServer } from '../server.ts'
import type { Prompt } from './krita-graphs.ts'

/** Small random networks under the names by which Krita's plugin knows the real ones. */
const files = {
  'checkpoints/sd15.safetensors': 'pipelines/tiny_sd15.safetensors',
  'checkpoints/sdxl.safetensors': 'pipelines/tiny_sdxl.safetensors',
  'controlnet/control_v11p_sd15_inpaint_fp16.safetensors': 'nets/controlnet_sd1.weights.safetensors',
  'controlnet/control_lora_rank128_v11f1e_sd15_tile_fp16.safetensors': 'nets/controlnet_sd1.weights.safetensors',
  'ipadapter/ip-adapter_sd15.safetensors': 'nets/ipadapter_plain.weights.safetensors',
  'clip_vision/clip-vision_vit-h.safetensors': 'nets/clip_vision.weights.safetensors',
  'loras/Hyper-SD15-8steps-CFG-lora.safetensors': 'pipelines/lora_unet_te.safetensors',
  'upscale_models/4x_NMKD-Superscale-SP_178000_G.pth': 'nets/esrgan_x4.new_keys.weights.safetensors',
  'upscale_models/OmniSR_X2_DIV2K.safetensors': 'nets/esrgan_x2.new_keys.weights.safetensors',
  'inpaint/fooocus_inpaint_head.pth': 'nets/fooocus_head.pth',
  'inpaint/inpaint_v26.fooocus.patch': 'nets/fooocus.patch',
  'inpaint/big-lama.pt': 'nets/lama.pt',
  'depthanything/depth_anything_v2_vits.safetensors': 'nets/depth_anything.safetensors',
}

/** A server with these models, and a client that does what the plugin does: pictures are put and got by id. */
export async function startKrita() {
  const root = mkdtempSync(join(tmpdir(), 'leapgraph-krita-'))
  for (const [name, golden] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    copyFileSync(goldenFile(golden).path, join(root, name))
  }
  const server = await startServer({}, { modelFolders: [root] })
  const clientId = randomUUID()
  const client = await connect(server.port, clientId)

  /** Sends a prompt, waits until it has run, and gets the pictures that it names. */
  async function paint(prompt: Prompt) {
    const id = randomUUID()
    const sent = await server.tell('/api/prompt', { prompt, client_id: clientId, prompt_id: id, front: false })
    if (sent.status !== 200) throw new Error(JSON.stringify(sent.body))
    if (sent.body.prompt_id !== id) throw new Error(`The run is called ${sent.body.prompt_id}.`)
    const end = await client.until(
      ({ type, data }) => /^execution_(success|error|interrupted)$/.test(type) && data.prompt_id === id,
    )
    if (end.type !== 'execution_success') throw new Error(`${end.data.node_type}: ${end.data.exception_message}`)
    const named = client.messages.flatMap(({ type, data }) =>
      type === 'executed' && data.prompt_id === id ? (data.output.images ?? []) : [],
    )
    return Promise.all(
      named.map(async image => {
        const got = await server.ask(`/api/etn/image/${image.id}`)
        return (await readPixels({ name: image.id, bytes: new Uint8Array(await got.arrayBuffer()) })).rgba
      }),
    )
  }

  return {
    ...server,
    client,
    paint,
    put: (id: string, body: Buffer<ArrayBuffer>) => server.ask(`/api/etn/image/${id}`, { method: 'PUT', body }),
    async close() {
      client.close()
      await server.close()
    },
  }
}
