import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringifyJson } from '../../../graph/json.ts'
import type { Prompt } from '../../../graph/prompt.ts'
import { conflictsIn } from '../../../runtime/fit/while-wiring.ts'
import { joinFolders, modelsRoot } from '../../../runtime/library/folders.ts'
import { openLibrary } from '../../../runtime/library/library.ts'
import { FILES, node, specs } from '../picked.ts'
import { sparseFile } from '../sparse-file.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wiring-'))
  for (const [folder, name] of [
    ['checkpoints', 'sdxl.safetensors'],
    ['loras', 'lora-sd15.safetensors'],
    ['loras', 'lora-sdxl.safetensors'],
  ] as const)
    await sparseFile(join(root, folder, name), FILES[name]!)
})
afterAll(() => rm(root, { recursive: true }))

const conflicts = (prompt: Prompt) =>
  conflictsIn(stringifyJson(prompt), specs, openLibrary(joinFolders(modelsRoot(root))))
const lora = (lora_name: string, model: Prompt[string]['inputs'][string] = ['1', 0]) =>
  node('LoraLoaderModelOnly', { model, lora_name, strength_model: 1 })
const load = (ckpt_name: string) => node('CheckpointLoaderSimple', { ckpt_name })

test('a LoRA of another family is marked as soon as it is wired, before there is an output', async () => {
  const wired = {
    2: lora('lora-sd15.safetensors'),
    1: load('sdxl.safetensors'),
    3: node('KSampler', { model: ['2', 0] }),
  }
  expect(await conflicts(wired)).toEqual([
    {
      node: '2',
      message: expect.stringContaining('sdxl.safetensors is for SDXL, and lora-sd15.safetensors is for SD 1.x'),
      wires: ['model'],
    },
  ])
  expect(await conflicts({ ...wired, 2: lora('lora-sdxl.safetensors') })).toEqual([])
})

test('files that no wire joins are not compared', async () => {
  const prompt = { 1: load('sdxl.safetensors'), 2: node('LoraLoaderModelOnly', { lora_name: 'lora-sd15.safetensors' }) }
  expect(await conflicts(prompt)).toEqual([])
})

test('a file in the wrong loader is marked', async () => {
  expect(await conflicts({ 1: lora('lora-sdxl.safetensors', ['2', 0]), 2: load('sdxl.safetensors') })).toEqual([])
  await sparseFile(join(root, 'checkpoints', 'lora-sd15.safetensors'), FILES['lora-sd15.safetensors']!)
  expect(await conflicts({ 1: load('lora-sd15.safetensors') })).toEqual([
    { node: '1', message: expect.stringContaining('Load LoRA'), wires: [] },
  ])
})

test('a value that a wire brings and its input does not take is marked, and its wire named', async () => {
  const sampler = node('KSampler', { steps: ['2', 0] })
  const found = await conflicts({ 1: sampler, 2: node('PrimitiveInt', { value: 0 }) })
  expect(found).toEqual([
    { node: '1', message: expect.stringContaining('input steps, wired to Int (node 2): expected 1'), wires: ['steps'] },
  ])
})

test('wires in a circle, unknown nodes and files that are not here are left to the run', async () => {
  expect(await conflicts({ 1: lora('gone.safetensors', ['2', 0]), 2: lora('gone.safetensors', ['1', 0]) })).toEqual([])
  expect(await conflicts({ 1: node('SomebodysNode', {}) })).toEqual([])
})
