import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { findComfyUi } from '../../../../server/bench/peers/comfyui.ts'
import { folder, peer, subject } from './stand-ins.ts'

/** A folder like ComfyUI's, whose main.py is run by Node. */
async function installed(main: string): Promise<string> {
  const made = await folder()
  await writeFile(join(made, 'comfyui_version.py'), '# generated\n__version__ = "0.35.1"\n')
  await writeFile(join(made, 'main.py'), main)
  return made
}

/** Our own server, which speaks ComfyUI's API, in its place: it reads the same options and the same file of paths. */
const ownServer = `
const after = name => process.argv[process.argv.indexOf(name) + 1]
const paths = require('node:fs').readFileSync(after('--extra-model-paths-config'), 'utf8')
const models = require('node:path').dirname(JSON.parse(/base_path: (.*)/.exec(paths)[1]))
const out = after('--output-directory')
const rest = ['--models', models, '--out', out, '--user', out, '--open-to-local-programs']
process.argv = [process.argv[0], 'leapgraph', 'serve', '--port', after('--port'), ...rest]
import(${JSON.stringify(pathToFileURL(join(import.meta.dirname, '../../../../server/main.ts')).href)})
`

test('ComfyUI draws two pictures over its API, and its events give the seconds', { timeout: 120_000 }, async () => {
  const found = peer(await findComfyUi(100, await installed(ownServer), process.execPath))
  expect(found.name).toBe('ComfyUI 0.35.1, CPU, float32')
  const { first, next, step, decode } = await found.measure(subject)
  expect(step).toBeGreaterThan(0)
  expect(decode).toBeGreaterThan(0)
  expect(next).toBeGreaterThan(2 * step! + decode!)
  expect(first).toBeGreaterThan(next!)
})

test('a workflow that fails says why', { timeout: 120_000 }, async () => {
  const found = peer(await findComfyUi(100, await installed(ownServer), process.execPath))
  const missing = found.measure({ ...subject, checkpoint: join(subject.checkpoint, '../none.safetensors') })
  await expect(missing).rejects.toThrow(/^ComfyUI refused the workflow: .*none\.safetensors/)
})

test('a server that ends before it answers says what it said last', async () => {
  const main = 'console.error("ModuleNotFoundError: No module named torch"); process.exit(1)'
  const found = peer(await findComfyUi(100, await installed(main), process.execPath))
  await expect(found.measure(subject)).rejects.toThrow('code 1, ModuleNotFoundError: No module named torch')
})

test('a server that never answers is ended', async () => {
  const found = peer(await findComfyUi(0.5, await installed('setInterval(() => {}, 1000)'), process.execPath))
  await expect(found.measure(subject)).rejects.toThrow('ComfyUI did not finish within 0.5 s')
})

test('without a folder, or with another one, it says what is expected', async () => {
  expect(await findComfyUi(1)).toBe('ComfyUI (set COMFYUI_PATH, or --comfyui FOLDER)')
  const empty = await folder()
  expect(await findComfyUi(1, empty)).toBe(`ComfyUI (${empty} holds no main.py)`)
})
