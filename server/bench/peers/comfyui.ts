import { once } from 'node:events'
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Found, PeerSubject, PeerTimes } from './peer.ts'
import { Program } from './program.ts'

/** Interpreters that installations of ComfyUI bring, from its folder. */
const interpreters = [
  '.venv/bin/python',
  'venv/bin/python',
  '.venv/Scripts/python.exe',
  'venv/Scripts/python.exe',
  '../python_embeded/python.exe',
]

/** ComfyUI in a folder. @param python  a command, where the folder has no interpreter of its own; absent: `python3` */
export async function findComfyUi(longest: number, folder?: string, python = 'python3'): Promise<Found> {
  if (!folder) return 'ComfyUI (set COMFYUI_PATH, or --comfyui FOLDER)'
  if (!(await exists(join(folder, 'main.py')))) return `ComfyUI (${folder} holds no main.py)`
  const text = await readFile(join(folder, 'comfyui_version.py'), 'utf8').catch(() => '')
  const [, version] = /__version__ = "([\w.-]+)"/.exec(text) ?? []
  const own = await Promise.all(
    interpreters.map(async path => (await exists(join(folder, path))) && join(folder, path)),
  )
  const command = own.find(path => path !== false) ?? python
  return {
    name: `ComfyUI ${version ?? '(no version)'}, CPU, float32`,
    measure: subject => measure(command, folder, subject, longest),
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Starts its server on a free port and draws two pictures over its API. */
async function measure(command: string, folder: string, subject: PeerSubject, longest: number): Promise<PeerTimes> {
  const own = await mkdtemp(join(tmpdir(), 'leapgraph-peer-'))
  const paths = join(own, 'paths.yaml')
  // A string of JSON is one of YAML.
  const models = JSON.stringify(dirname(subject.checkpoint))
  await writeFile(paths, `leapgraph:\n  base_path: ${models}\n  checkpoints: .\n`)
  const port = await freePort()
  const where = ['--listen', '127.0.0.1', '--port', String(port), '--extra-model-paths-config', paths]
  const how = ['--cpu', '--force-fp32', '--disable-auto-launch', '--disable-all-custom-nodes']
  const folders = ['--output-directory', own, '--temp-directory', own]
  const program = new Program(command, ['main.py', ...where, ...how, ...folders], folder)
  const cancel = new AbortController()
  try {
    return await Promise.race([
      twoPictures(program, `127.0.0.1:${port}`, subject, cancel.signal),
      program.untilItEnds(),
      pause(longest * 1000, undefined, { signal: cancel.signal }).then(() => {
        throw new Error(`ComfyUI did not finish within ${longest} s`)
      }),
    ])
  } finally {
    cancel.abort()
    await program.stop()
    await rm(own, { recursive: true, force: true })
  }
}

async function twoPictures(
  program: Program,
  host: string,
  subject: PeerSubject,
  signal: AbortSignal,
): Promise<PeerTimes> {
  const answers = async () => (await fetch(`http://${host}/system_stats`, { signal }).catch(() => undefined))?.ok
  while (!(await answers())) await pause(100, undefined, { signal })
  await picture(host, subject, 1)
  const first = program.seconds
  const { sampling, decode, next } = await picture(host, subject, 2)
  const { peakBytes } = program
  return { first, step: sampling / subject.steps, decode, next, ...(peakBytes !== undefined && { peakBytes }) }
}

const [SAMPLER, DECODER, SAVER] = ['4', '5', '6']

const prompt = ({ checkpoint, size, steps }: PeerSubject, seed: number) => ({
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: basename(checkpoint) } },
  2: { class_type: 'CLIPTextEncode', inputs: { text: 'a photo of a cat', clip: ['1', 1] } },
  3: { class_type: 'EmptyLatentImage', inputs: { width: size, height: size, batch_size: 1 } },
  [SAMPLER]: {
    class_type: 'KSampler',
    inputs: {
      ...{ model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0] },
      ...{ seed, steps, cfg: 1, sampler_name: 'euler', scheduler: 'simple', denoise: 1 },
    },
  },
  [DECODER]: { class_type: 'VAEDecode', inputs: { samples: [SAMPLER, 0], vae: ['1', 2] } },
  [SAVER]: { class_type: 'SaveImage', inputs: { images: [DECODER, 0], filename_prefix: 'peer' } },
})

const message = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) })

/** Seconds of one picture, by the events of its WebSocket: each says which node is next, the last one null. */
async function picture(host: string, subject: PeerSubject, seed: number) {
  const socket = new WebSocket(`ws://${host}/ws?clientId=leapgraph`)
  const begun = new Map<unknown, number>()
  const done = Promise.withResolvers<void>()
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') return
    const { type, data: what } = message.parse(JSON.parse(data))
    if (type === 'execution_error') done.reject(new Error(`ComfyUI: ${what.exception_message}`))
    if (type !== 'executing') return
    begun.set(what.node, performance.now())
    if (what.node === null) done.resolve()
  }
  socket.onclose = () => done.reject(new Error('ComfyUI closed its connection'))
  // It may fail before it is waited for.
  done.promise.catch(() => {})
  try {
    await once(socket, 'open')
    const started = performance.now()
    const body = JSON.stringify({ prompt: prompt(subject, seed), client_id: 'leapgraph' })
    const answer = await fetch(`http://${host}/prompt`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    if (!answer.ok) throw new Error(`ComfyUI refused the workflow: ${(await answer.text()).slice(0, 200)}`)
    await done.promise
    const between = (from: string | null, to: string | null) => (begun.get(to)! - begun.get(from)!) / 1000
    const next = (begun.get(null)! - started) / 1000
    return { sampling: between(SAMPLER, DECODER), decode: between(DECODER, SAVER), next }
  } finally {
    socket.onclose = null
    socket.close()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
