import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Dtype, openSafetensors } from '../../engine/checkpoint/files/safetensors.ts'
import { dict, global, tensor, text, zipFile } from '../engine/checkpoint/files/pytorch/pickles.ts'
import { golden } from '../engine/checkpoint/files.ts'

const repository = resolve(import.meta.dirname, '../..')
const workflow = (name: string) => join(repository, `tests/fixtures/workflows/${name}.json`)
const tiny = golden('pipelines/tiny_sd15.safetensors')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pytorch-checkpoint-'))
  await mkdir(join(folder, 'models/checkpoints'), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))
const model = (ending: string) => join(folder, `models/checkpoints/v1-5-pruned-emaonly.${ending}`)

async function leapgraph(...args: string[]) {
  const command = [
    '--disable-warning=ExperimentalWarning',
    join(repository, 'server/main.ts'),
    ...args,
    ...(args[1]!.endsWith('.json') ? ['--models', 'models'] : []),
  ]
  return promisify(execFile)(process.execPath, command, { cwd: folder }).catch(error => error as typeof error)
}

/** The compressed pixels of the picture that a workflow makes, and what was said meanwhile. */
async function picture(name: string) {
  const { stdout, stderr } = await leapgraph('run', workflow(name), '--device', 'cpu')
  const png = await readFile(join(folder, stdout.trim()))
  const at = png.indexOf('IDAT')
  return { pixels: png.subarray(at, at + 4 + png.readUInt32BE(at - 4)), stderr }
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

test('a .ckpt makes the same picture as its .safetensors, which is used, with a notice, where the .ckpt is not here', {
  timeout: 240_000,
}, async () => {
  await copyFile(tiny, model('safetensors'))
  const expected = await picture('ckpt-name')
  expect(expected.stderr).toContain(
    'v1-5-pruned-emaonly.ckpt is not here; v1-5-pruned-emaonly.safetensors is used instead',
  )
  await rm(model('safetensors'))
  await writeFile(model('ckpt'), await asPytorch())
  const found = await picture('ckpt-name')
  expect(found.stderr).not.toContain('is used instead')
  expect(found.pixels.equals(expected.pixels)).toBe(true)

  const old = await picture('checkpointloader-config')
  expect(old.stderr).toContain('v1-5-pruned-emaonly.safetensors is not here; v1-5-pruned-emaonly.ckpt is used instead')
  expect(old.stderr).toContain('v1-inference.yaml is ignored')
  expect(old.pixels.equals(expected.pixels)).toBe(true)
})

test('a file that wants to call something is refused by inspect and by run, in the same words', {
  timeout: 120_000,
}, async () => {
  await writeFile(model('ckpt'), zipFile(dict({ a: global('posix', 'system') })))
  const says = /v1-5-pruned-emaonly\.ckpt wants to call posix\.system; .*Nothing was called/
  expect((await leapgraph('inspect', workflow('ckpt-name'))).stdout).toMatch(/it cannot run as it stands/)
  expect((await leapgraph('inspect', workflow('ckpt-name'))).stdout).toMatch(says)
  expect((await leapgraph('inspect', model('ckpt'))).stderr).toMatch(says)
  expect((await leapgraph('run', workflow('ckpt-name'), '--device', 'cpu')).stderr).toMatch(says)
})
