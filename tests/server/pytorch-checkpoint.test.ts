import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Dtype, openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { Sessions } from '../../engine/runtime/sessions.ts'
import { loadNodes } from '../../nodes/registry.ts'
import { inProcess as engineHere } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import { inspect } from '../../server/cli/inspect/inspect.ts'
import { openWorkflow } from '../../server/cli/open-workflow.ts'
import { dict, global, tensor, text, zipFile } from '../engine/checkpoint/files/pytorch/pickles.ts'
import { golden } from '../engine/checkpoint/files.ts'
import { inProcess } from './cli/in-process.ts'

const repository = resolve(import.meta.dirname, '../..')
const workflow = (name: string) => join(repository, `tests/fixtures/workflows/${name}.json`)
const tiny = golden('pipelines/tiny_sd15.safetensors')

let folder: string
let host: ProcessHost
let sessions: Sessions
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pytorch-checkpoint-'))
  await mkdir(join(folder, 'models/checkpoints'), { recursive: true })
  sessions = new Sessions({ device: 'cpu', threads: 1 })
  host = new ProcessHost({
    start: () => engineHere({ loadNodes, openSessions: async () => sessions }),
    settings: { folders: modelsRoot(join(folder, 'models')), device: 'cpu' },
  })
})
afterEach(async () => {
  await host.close()
  await sessions.close()
  await rm(folder, { recursive: true })
})
const model = (ending: string) => join(folder, `models/checkpoints/v1-5-pruned-emaonly.${ending}`)

/** Runs a workflow in this process, on the models of the folder. */
async function run(name: string) {
  const library = openLibrary(modelsRoot(join(folder, 'models')))
  const [{ specs }, read] = [await host.facts(), await openWorkflow(workflow(name))]
  const { prompt, fill } = await read(specs, library)
  const [notices, errors, pictures]: [string[], string[], string[]] = [[], [], []]
  await createPromptRunner(host, library).run({
    prompt: fill(prompt),
    folders: { output: join(folder, 'output'), temp: folder },
    signal: new AbortController().signal,
    on(event) {
      if (event.kind === 'notice') notices.push(event.message)
      if (event.kind === 'error') errors.push(event.error.message)
      if (event.kind === 'image') pictures.push(event.image.path)
    },
  })
  return { notices: notices.join('\n'), errors, pictures }
}

/** The compressed pixels of the picture that a workflow makes, and the notices meanwhile. */
async function picture(name: string) {
  const { notices, errors, pictures } = await run(name)
  expect(errors).toEqual([])
  const png = await readFile(pictures[0]!)
  const at = png.indexOf('IDAT')
  return { pixels: png.subarray(at, at + 4 + png.readUInt32BE(at - 4)), notices }
}

const storages: Partial<Record<Dtype, string>> = { F16: 'HalfStorage', F32: 'FloatStorage', I64: 'LongStorage' }

/** The tiny checkpoint as torch.save writes it. */
async function asPytorch(): Promise<Buffer> {
  const [{ tensors, metadata }, bytes] = [await openSafetensors(tiny), await readFile(tiny)]
  const infos = [...tensors.values()]
  const state = infos.map(({ name, shape, dtype }, i): [string, string] => [
    name,
    tensor({ key: String(i), shape, storage: storages[dtype]! }),
  ])
  const notes = Object.entries(metadata).map(([key, value]): [string, string] => [key, text(value)])
  return zipFile(
    dict({ state_dict: dict(Object.fromEntries(state)), __metadata__: dict(Object.fromEntries(notes)) }),
    Object.fromEntries(infos.map(({ offset, length }, i) => [String(i), bytes.subarray(offset, offset + length)])),
  )
}

test('a .ckpt makes the same picture as its .safetensors, which is used, with a notice, where the .ckpt is not here', async () => {
  await copyFile(tiny, model('safetensors'))
  const expected = await picture('ckpt-name')
  expect(expected.notices).toContain(
    'v1-5-pruned-emaonly.ckpt is not here; v1-5-pruned-emaonly.safetensors is used instead',
  )
  await rm(model('safetensors'))
  await writeFile(model('ckpt'), await asPytorch())
  const found = await picture('ckpt-name')
  expect(found.notices).not.toContain('is used instead')
  expect(found.pixels.equals(expected.pixels)).toBe(true)

  const old = await picture('checkpointloader-config')
  expect(old.notices).toContain('v1-5-pruned-emaonly.safetensors is not here; v1-5-pruned-emaonly.ckpt is used instead')
  expect(old.notices).toContain('v1-inference.yaml is ignored')
  expect(old.pixels.equals(expected.pixels)).toBe(true)
})

test('a file that wants to call something is refused by inspect and by run, in the same words', async () => {
  await writeFile(model('ckpt'), zipFile(dict({ a: global('posix', 'system') })))
  const says = /v1-5-pruned-emaonly\.ckpt wants to call posix\.system; .*Nothing was called/
  const inspected = (...args: readonly string[]) => inProcess(() => inspect(args))
  const { stdout } = await inspected(workflow('ckpt-name'), '--models', join(folder, 'models'))
  expect(stdout).toMatch(/it cannot run as it stands/)
  expect(stdout).toMatch(says)
  expect((await inspected(model('ckpt'))).stderr).toMatch(says)
  expect((await run('ckpt-name')).errors.join('\n')).toMatch(says)
})
