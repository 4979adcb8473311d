import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { file, specOf } from '../../graph/node.ts'
import { plan } from '../../graph/plan.ts'
import type { Prompt } from '../../graph/prompt.ts'
import { defineNode } from '../../nodes/define.ts'
import { inProcess } from '../../runtime/engine-process/in-process.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { modelsRoot } from '../../runtime/library/folders.ts'
import { openLibrary } from '../../runtime/library/library.ts'
import { prepare } from '../../runtime/prepare.ts'
import { node } from './events.ts'
import * as toys from './toy-workload.ts'

/** Takes a checkpoint and a LoRA, as a loader of both would. */
const pair = defineNode({
  type: 'Pair',
  title: 'Pair',
  about: 'Two files.',
  inputs: { ckpt_name: file('checkpoints'), lora_name: file('loras') },
  outputs: {},
  isOutput: true,
  run: () => ({}),
})
const workload = {
  openSessions: toys.openSessions,
  loadNodes: async () =>
    new Map([...(await toys.loadNodes()), ['Pair', { definition: pair, spec: specOf(pair, 'toys') }] as const]),
}

let home: string
let host: ProcessHost
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'prepare-'))
  host = new ProcessHost({ start: () => inProcess(workload), settings: { folders: modelsRoot(home) } })
})
afterEach(async () => {
  await host.close()
  await rm(home, { recursive: true })
})

/** What a prompt is prepared to, and the content key of each step. */
async function prepared(prompt: Prompt, outputFolder = '/out') {
  const { specs } = await host.facts()
  const library = openLibrary(modelsRoot(home))
  const { steps, errors, notices } = await prepare(plan(prompt, specs), {
    host,
    library,
    outputFolder,
    signal: new AbortController().signal,
  })
  return { steps, errors, notices, keys: Object.fromEntries([...steps].map(([id, { key }]) => [id, key])) }
}

/** Puts a file under a name into a models folder. */
async function place(path: string, folder: string, name: string) {
  await mkdir(join(home, folder), { recursive: true })
  await symlink(resolve(path), join(home, folder, name))
}

async function checkpoint(name: string, content: string) {
  await mkdir(join(home, 'checkpoints'), { recursive: true })
  await writeFile(join(home, 'checkpoints', name), content)
}

const written: Prompt = {
  1: node('Number', { value: 3 }),
  2: node('Write', { number: ['1', 0], name: 'n' }),
}

test('a step has its values, and the keys of the results that it reads', async () => {
  const { steps, keys } = await prepared(written)
  expect(steps.get('2')!.step).toMatchObject({ id: '2', type: 'Write' })
  expect(steps.get('2')!.inputs).toEqual({
    number: { kind: 'output', key: keys[1], output: 'NUMBER' },
    name: { kind: 'value', value: 'n' },
  })
})

test('a step that names a file has the file', async () => {
  await checkpoint('a.safetensors', 'one')
  const { steps } = await prepared({
    1: node('FileName', { ckpt_name: 'a.safetensors' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  })
  expect(steps.get('1')!.inputs.ckpt_name).toMatchObject({
    kind: 'value',
    value: { name: 'a.safetensors', path: join(home, 'checkpoints/a.safetensors') },
  })
})

test('a workflow that names a file in another format runs with the one that is here, and a notice says so', async () => {
  await checkpoint('a.safetensors', 'one')
  const { steps, errors, notices } = await prepared({
    1: node('FileName', { ckpt_name: 'a.ckpt' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  })
  expect(errors).toEqual([])
  expect(steps.get('1')!.inputs.ckpt_name).toMatchObject({ value: { name: 'a.safetensors' } })
  expect(notices).toEqual([{ node: '1', message: 'a.ckpt is not here; a.safetensors is used instead' }])
})

test('the same picture saved in another folder has another key, and what it is made of has the same', async () => {
  const [first, second] = [await prepared(written, '/out'), await prepared(written, '/elsewhere')]
  expect(second.keys[1]).toBe(first.keys[1])
  expect(second.keys[2]).not.toBe(first.keys[2])
})

test('a key changes with the type, the values, the files and what is read; not with ids and titles', async () => {
  await checkpoint('a.safetensors', 'one')
  await checkpoint('b.safetensors', 'other')
  const keyOf = async (prompt: Prompt) => Object.values((await prepared(prompt)).keys).at(-1)
  const fileName = (name: string): Prompt => ({
    1: node('FileName', { ckpt_name: name }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  })
  const keys = await Promise.all([
    keyOf(written),
    keyOf({ ...written, 2: node('Write', { number: ['1', 0], name: 'other' }) }),
    keyOf({ ...written, 1: node('Number', { value: 4 }) }),
    keyOf({ ...written, 1: node('Words', { text: '3' }) }),
    keyOf(fileName('a.safetensors')),
    keyOf(fileName('b.safetensors')),
  ])
  expect(new Set(keys).size).toBe(keys.length)
  expect(
    await keyOf({ a: node('Number', { value: 3 }, 'Three'), b: node('Write', { number: ['a', 0], name: 'n' }) }),
  ).toBe(keys[0])
})

test('a key changes when the file of that name, or one that a text names, changes on disk', async () => {
  const prompt = {
    1: node('FileName', { ckpt_name: 'a.safetensors' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
    3: node('Words', { text: 'cat' }),
    4: node('Write', { number: ['3', 0], name: 'm' }),
  }
  const write = async (content: string) => {
    await checkpoint('a.safetensors', content)
    await mkdir(join(home, 'embeddings'), { recursive: true })
    await writeFile(join(home, 'embeddings/cat.safetensors'), content)
    return (await prepared(prompt)).keys
  }
  const [first, second] = [await write('one'), await write('other')]
  for (const id of ['1', '2', '3', '4']) expect(second[id]).not.toBe(first[id])
})

test('a file that is not what its widget asks for is an error on its node, and stops only what reads it', async () => {
  await checkpoint('a.safetensors', 'one')
  await place('models/loras/micro-hyper-lora.safetensors', 'checkpoints', 'lora.safetensors')
  const { steps, errors } = await prepared({
    1: node('FileName', { ckpt_name: 'lora.safetensors' }, 'Load'),
    2: node('Write', { number: ['1', 0], name: 'bad' }),
    3: node('FileName', { ckpt_name: 'a.safetensors' }),
    4: node('Write', { number: ['3', 0], name: 'good' }),
  })
  expect(errors).toMatchObject([{ node: '1', input: 'ckpt_name', code: 'wrong-file' }])
  expect(errors[0]!.message).toMatch(/^Load \(node 1\), input ckpt_name: lora\.safetensors is/)
  expect([...steps.keys()]).toEqual(['3', '4'])
})

test('a file that is in no models folder is an error that names the node, the input and the folder', async () => {
  const { steps, errors } = await prepared({
    1: node('FileName', { ckpt_name: 'gone.safetensors' }, 'Load'),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  })
  expect(errors).toMatchObject([{ node: '1', input: 'ckpt_name', code: 'missing-file', file: 'gone.safetensors' }])
  expect(errors[0]!.message).toMatch(/^Load \(node 1\), input ckpt_name: checkpoint 'gone\.safetensors' is not in any/)
  expect(errors[0]!.message).toContain(join(home, 'checkpoints'))
  expect(steps.size).toBe(0)
})

test('files of two families are an error on the node where they meet', async () => {
  await place('tests/goldens/pipelines/tiny_sdxl.safetensors', 'checkpoints', 'xl.safetensors')
  await place('models/loras/micro-hyper-lora.safetensors', 'loras', 'lora.safetensors')
  const { steps, errors } = await prepared({
    1: node('Pair', { ckpt_name: 'xl.safetensors', lora_name: 'lora.safetensors' }),
  })
  expect(errors).toMatchObject([{ node: '1', code: 'wrong-family' }])
  expect(errors[0]!.message).toContain('xl.safetensors is for SDXL, and lora.safetensors is for SD 1.x')
  expect(steps.size).toBe(0)
})

test('a fingerprint that cannot be taken is an error on its node', async () => {
  const { steps, errors } = await prepared({
    1: node('Words', { text: 'unreadable' }),
    2: node('Write', { number: ['1', 0], name: 'n' }),
  })
  expect(errors).toMatchObject([{ node: '1', type: 'Words', message: 'Words (node 1) failed: it cannot be read' }])
  expect(steps.size).toBe(0)
})

/** A chain of many nodes that each add one. */
const chainOf = (length: number): Prompt =>
  Object.fromEntries([
    ['0', node('Number', { value: 1 })],
    ...Array.from({ length }, (_, i) => [String(i + 1), node('Add', { a: ['0', 0], b: [String(i), 0] })] as const),
    ['write', node('Write', { number: [String(length), 0], name: 'n' })],
  ])

test('a chain of fifteen thousand steps gets its content keys', { timeout: 60_000 }, async () => {
  const { steps, keys } = await prepared(chainOf(15_000))
  expect(steps.size).toBe(15_002)
  expect(new Set(Object.values(keys)).size).toBe(15_002)
})

test('a cancel is heard in the middle of a long plan', async () => {
  const { specs } = await host.facts()
  const cancelled = new AbortController()
  const surroundings = { host, library: openLibrary(modelsRoot(home)), outputFolder: '/out', signal: cancelled.signal }
  const preparing = prepare(plan(chainOf(15_000), specs), surroundings)
  setImmediate(() => cancelled.abort())
  await expect(preparing).rejects.toMatchObject({ name: 'AbortError' })
})

test('a missing file is reported beside a node that is not here', async () => {
  const { steps, errors } = await prepared({
    1: node('FileName', { ckpt_name: 'gone.safetensors' }, 'Load'),
    2: node('NobodyHasThis', { number: ['1', 0] }),
    3: node('Write', { number: ['2', 0], name: 'n' }),
  })
  expect(errors).toMatchObject([{ node: '1', code: 'missing-file' }])
  expect(steps.size).toBe(0)
})
