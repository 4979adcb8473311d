import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findByText } from '../../../runtime/library/by-text.ts'
import { openLibrary } from '../../../runtime/library/library.ts'
import { safetensorsBytes } from '../../engine/checkpoint/files.ts'

const root = await mkdtemp(join(tmpdir(), 'by-text-'))
afterAll(() => rm(root, { recursive: true }))
await mkdir(join(root, 'people'), { recursive: true })
const hash = 'deadbeef00112233445566778899aabbccddeeff00112233445566778899aabb'
await writeFile(join(root, 'plain.safetensors'), safetensorsBytes({}))
await writeFile(
  join(root, 'people/Ada Lovelace.safetensors'),
  safetensorsBytes({ __metadata__: { sshs_model_hash: hash } }),
)
await writeFile(join(root, 'damaged.safetensors'), 'hello')
const library = openLibrary({ loras: [root], embeddings: [root] })
const found = async (name: string, folder = 'loras') => (await findByText(library, folder, name))?.name ?? null

test('a file is found without its ending, its sub-folder, or its capitals', async () => {
  expect(await found('plain')).toBe('plain.safetensors')
  expect(await found('plain.safetensors')).toBe('plain.safetensors')
  expect(await found('ada lovelace')).toBe('people/Ada Lovelace.safetensors')
  expect(await found('people\\Ada Lovelace')).toMatch(/Ada Lovelace\.safetensors$/)
})

test('a LoRA is found by the beginning of the hash that its trainer wrote, past files that are damaged', async () => {
  expect(await found('deadbeef00')).toBe('people/Ada Lovelace.safetensors')
  expect(await found('DEADBEEF0011')).toBe('people/Ada Lovelace.safetensors')
  expect(await found('deadbeef00', 'embeddings')).toBeNull()
  expect(await found('deadbee')).toBeNull()
})

test('what is not there is not found', async () => {
  expect(await found('nobody')).toBeNull()
  expect(await found('../plain')).toBe('plain.safetensors')
})
