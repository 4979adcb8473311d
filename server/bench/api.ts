import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openEditor } from '../../runtime/editor/editor.ts'
import { browserShell } from '../../runtime/editor/page/shell.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import { createServer } from '../http/server.ts'

/** How fast the API answers on this machine, as lines to print. */
export async function measureApi(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'leapgraph-bench-'))
  const [outputFolder, inputFolder] = [join(folder, 'output'), join(folder, 'input')]
  const places = { userFolder: join(folder, 'user'), outputFolder, inputFolder }
  const editor = await openEditor({ version: '0', ...places, startEngine: () => forkEngine(), shell: browserShell })
  const app = await createServer(editor, 'bench')
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = `127.0.0.1:${(app.server.address() as AddressInfo).port}`
  try {
    return (await figures(address)).map(([what, figure]) => `  ${what.padEnd(58)}${figure}`).join('\n')
  } finally {
    await app.close()
    await editor.close()
    await rm(folder, { recursive: true, force: true })
  }
}

type Figure = readonly [what: string, figure: string]

async function figures(address: string): Promise<readonly Figure[]> {
  const headers = { authorization: 'Bearer bench' }
  const ask = async (path: string, body?: object) => {
    const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers }
    return (await fetch(`http://${address}${path}`, init)).text()
  }
  const socket = await connect(address, 'bench')
  const ended = () =>
    new Promise<void>(resolve => {
      const listen = ({ data }: MessageEvent) => {
        if (typeof data !== 'string' || !data.includes('"node":null,"prompt_id"')) return
        socket.removeEventListener('message', listen)
        resolve()
      }
      socket.addEventListener('message', listen)
    })
  const round = async (seed: number, steps: number): Promise<number> => {
    const started = performance.now()
    const end = ended()
    await ask('/prompt', { prompt: promptOf(seed, steps), client_id: 'bench' })
    await end
    return performance.now() - started
  }
  await round(1, 1)
  const rounds = await repeated(50, () => round(1, 1))
  const infos = await repeated(20, () => timed(() => ask('/object_info')))
  const sampling = await repeated(3, index => round(100 + index, 40))
  const crowd = await Promise.all(Array.from({ length: 200 }, (_, index) => connect(address, `crowd ${index}`)))
  // The crowd gets the previews of prompts without a client.
  const pauses = monitorEventLoopDelay({ resolution: 5 })
  pauses.enable()
  const crowded = await repeated(3, async index => {
    const started = performance.now()
    const end = ended()
    await ask('/prompt', { prompt: promptOf(200 + index, 40) })
    await end
    return performance.now() - started
  })
  pauses.disable()
  for (const each of crowd) each.close()
  const many = await timed(() =>
    Promise.all(Array.from({ length: 500 }, (_, seed) => ask('/prompt', { prompt: promptOf(1000 + seed, 1) }))),
  )
  await ask('/queue', { clear: true })
  await ask('/interrupt', {})
  socket.close()
  const [alone, among] = [median(sampling), median(crowded)]
  const cost = `${((among / alone - 1) * 100).toFixed(1)} % longer, ${((among - alone) / 40).toFixed(1)} ms a step`
  return [
    ['a cached prompt, there and back, median of 50', `${median(rounds).toFixed(1)} ms`],
    ['/object_info, median of 20', `${median(infos).toFixed(1)} ms`],
    ['500 prompts accepted', `${(many / 1000).toFixed(2)} s`],
    ['40 steps, with 200 more sockets that get previews', cost],
    ['the longest that a window waited meanwhile', `${(pauses.max / 1e6).toFixed(0)} ms`],
  ]
}

const connect = (address: string, client: string): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${address}/ws?clientId=${client}&token=bench`)
    socket.addEventListener('open', () => resolve(socket))
    socket.addEventListener('error', () => reject(new Error('a client could not connect')))
  })

async function repeated(times: number, measure: (index: number) => Promise<number>): Promise<number[]> {
  const all: number[] = []
  for (let index = 0; index < times; index++) all.push(await measure(index))
  return all
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** A picture of 64×64 of the small model. */
const promptOf = (seed: number, steps: number) => ({
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'micro-sd.safetensors' } },
  2: { class_type: 'CLIPTextEncode', inputs: { clip: ['1', 1], text: 'a red circle' } },
  3: { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
  4: {
    class_type: 'KSampler',
    inputs: {
      ...{ model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0], seed, steps, cfg: 1 },
      ...{ sampler_name: 'euler', scheduler: 'simple', denoise: 1 },
    },
  },
  5: { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } },
  6: { class_type: 'PreviewImage', inputs: { images: ['5', 0] } },
})
