import { enableCompileCache } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { openEditor } from '../../runtime/editor/editor.ts'
import { browserShell } from '../../runtime/editor/page/shell.ts'
import { readSecret } from '../../server/http/secret.ts'
import { createServer } from '../../server/http/server.ts'
import { keepEngine } from '../runtime/engine-process/kept-engine.ts'

/**
 * A program that opens one editor after the other, each with a user's folder of its own, as `leapgraph serve` does it;
 * they share the engine process. Its parent asks over the process's channel; one editor is open at a time.
 */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../../node_modules/.cache/node')
enableCompileCache(process.env.NODE_COMPILE_CACHE)

/** What the parent asks: an editor, or the end of the one that is open. */
export type Asked =
  | {
      readonly open: {
        readonly userFolder: string
        readonly models: readonly string[]
        readonly files: readonly string[]
      }
    }
  | { readonly open: null }

/** `url` where the editor is, null when it is closed. */
export type Answered = { readonly url: string | null } | { readonly error: string }

const startEngine = keepEngine()
let close = async () => {}
/** The same for all: a browser keeps the page, and what it compiled of it, by its address. */
let port = 0

async function open({ userFolder, models, files }: NonNullable<Asked['open']>): Promise<string> {
  const editor = await openEditor({
    version: 'tested',
    userFolder,
    outputFolder: join(userFolder, 'output'),
    inputFolder: join(userFolder, 'input'),
    modelFolders: models,
    startEngine,
    shell: { ...browserShell, confirmFolder: async () => true },
    open: files,
  })
  const secret = await readSecret(userFolder)
  const app = await createServer(editor, secret)
  await app.listen({ host: '127.0.0.1', port })
  ;({ port } = app.server.address() as AddressInfo)
  close = async () => {
    await app.close()
    await editor.close()
  }
  return `http://127.0.0.1:${port}/?token=${secret}`
}

process.on('disconnect', () => process.exit(0))
process.on('message', async ({ open: wanted }: Asked) => {
  try {
    await close()
    close = async () => {}
    const answer: Answered = { url: wanted && (await open(wanted)) }
    process.send!(answer)
  } catch (error) {
    process.send!({ error: String(error) } satisfies Answered)
  }
})
