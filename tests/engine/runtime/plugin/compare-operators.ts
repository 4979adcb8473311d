import { fileURLToPath } from 'node:url'
import { fileRef } from '../../../../engine/checkpoint/files/safetensors.ts'
import { loadCheckpoint } from '../../../../engine/pipeline/load.ts'
import { encodePrompt } from '../../../../engine/pipeline/text/encode-prompt.ts'
import { createOn } from '../../../../engine/runtime/create-on.ts'
import type { Device } from '../../../../engine/runtime/device.ts'
import { Sessions } from '../../../../engine/runtime/sessions.ts'
import { operatorGraph, operatorInput } from '../../../../runtime/accelerators/compared-operators.ts'

/**
 * Computes operators and a text encoder, whose weights are in a file, on an execution provider and on the CPU, and prints how far apart they are as
 * JSON. A program of its own, because the Vulkan driver is chosen by an environment variable before libraries are loaded.
 *
 * Argument: the path of the provider.
 */
const packs = { plugin: { library: process.argv[2]!, faster: false } }
const furthest = (a: Float32Array, b: Float32Array) => a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i]!)), 0)

const run = async (device: Device, name: string) => {
  const session = await createOn(device, operatorGraph(name), { packs, threads: 1, root: '/' })
  // Asked for at the same time, and released before they are done.
  const runs = [session.run({ x: operatorInput }), session.run({ x: operatorInput })]
  if (device === 'plugin') await session.release()
  const [first, second] = await Promise.all(runs)
  if (furthest(first!.y!.data, second!.y!.data) > 0) throw new Error(`${name}: two runs differ`)
  return first!.y!.data
}
const off: Record<string, number> = {}
for (const name of ['SiLU', 'Softmax', 'Conv', 'Gemm', 'Resize', 'Gather'])
  off[name] = furthest(await run('plugin', name), await run('cpu', name))

const checkpoint = new URL('../../../../models/checkpoints/micro-sd.safetensors', import.meta.url)
const { clip } = await loadCheckpoint(await fileRef(fileURLToPath(checkpoint)))
const notices: string[] = []
const encoded = async (sessions: Sessions) => {
  const rest = { signal: new AbortController().signal, find: async () => null, notice() {}, progress() {} }
  const [prompt] = await encodePrompt(clip, 'a cat', { sessions, ...rest })
  await sessions.close()
  return prompt!.embedding.data
}
const onPlugin = new Sessions({ device: 'plugin', packs, threads: 1, notice: message => notices.push(message) })
off['text encoder'] = furthest(await encoded(onPlugin), await encoded(new Sessions({ device: 'cpu', threads: 1 })))
console.log(JSON.stringify({ off, notices }))
