import { mkdtempSync, readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEditor } from '../../../runtime/editor/editor.ts'
import type { EditorOptions } from '../../../runtime/editor/options.ts'
import { browserShell } from '../../../runtime/editor/page/shell.ts'
import { createServer, type ServerOptions } from '../../../server/http/server.ts'
import { keepEngine } from '../../runtime/engine-process/kept-engine.ts'

export const secret = 'a-secret-of-the-user-folder'

/** Servers of one test process have an engine process one after the other. */
const startEngine = keepEngine()

/** The server as `leapgraph serve` starts it, with an engine process, in a folder of its own. */
export async function startServer(options: ServerOptions = {}, own: Pick<EditorOptions, 'modelFolders'> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'leapgraph-api-'))
  const editor = await openEditor({
    version: '0',
    userFolder: join(folder, 'user'),
    outputFolder: join(folder, 'output'),
    inputFolder: join(folder, 'input'),
    startEngine,
    shell: browserShell,
    ...own,
  })
  const app = await createServer(editor, secret, options)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${secret}`, ...init.headers },
    })
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape.
  const answered = async (answer: Response): Promise<{ status: number; body: any }> => {
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
  return {
    folder,
    editor,
    port,
    ask,
    /** The JSON at an address. */
    read: async (path: string) => (await answered(await ask(path))).body,
    /** A POST with a JSON body. */
    tell: async (path: string, body: unknown) =>
      answered(await ask(path, { method: 'POST', body: JSON.stringify(body) })),
    async close() {
      await app.close()
      await editor.close()
    },
  }
}

export interface Seen {
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: messages of every type.
  readonly data: any
}

/** A client of `/ws`. */
export async function connect(port: number, clientId = '') {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws?clientId=${clientId}&token=${secret}`)
  socket.binaryType = 'arraybuffer'
  const messages: Seen[] = []
  const frames: Buffer[] = []
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') messages.push(JSON.parse(data))
    else frames.push(Buffer.from(data as ArrayBuffer))
  })
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('refused')))
  })
  return {
    socket: socket as { readonly readyState: number },
    close: () => socket.close(),
    send: (text: string) => socket.send(text),
    messages,
    frames,
    async until(isWanted: (message: Seen) => boolean): Promise<Seen> {
      for (;;) {
        const found = messages.find(isWanted)
        if (found) return found
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    },
  }
}

/** A prompt that makes a small picture with the built-in model. */
export const prompt = (seed = 1, steps = 1) => ({
  1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
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
  6: { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'api' } },
})

export const workflow = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../../workflows/hyper-sd-1-step.json', import.meta.url)), 'utf8'),
)
const checkpoint = (workflow.nodes as { type: string; widgets_values?: string[] }[]).find(
  ({ type }) => type === 'CheckpointLoaderSimple',
)!.widgets_values![0]!
