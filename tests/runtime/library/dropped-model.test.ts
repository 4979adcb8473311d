import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { droppedModel } from '../../../runtime/library/dropped-model.ts'
import { openLibrary } from '../../../runtime/library/library.ts'

const path = fileURLToPath(new URL('../../../models/loras/micro-hyper-lora.safetensors', import.meta.url))
const bytes = await readFile(path)
const header = bytes.subarray(0, 8 + Number(bytes.readBigUInt64LE(0)))

test('a dropped file is recognised by its header, and found in the folder of its kind', async () => {
  const library = openLibrary({ loras: [dirname(path)] })
  const dropped = { name: 'micro-hyper-lora.safetensors', size: bytes.length, header }
  expect(await droppedModel(dropped, library)).toEqual({
    what: expect.stringContaining('LoRA'),
    folder: 'loras',
    directory: dirname(path),
    found: 'micro-hyper-lora.safetensors',
  })
  expect((await droppedModel({ ...dropped, name: '../other.safetensors' }, library)).found).toBeNull()
})

test('a file that is not a model is refused in a sentence', async () => {
  const text = Buffer.from('not a model at all')
  await expect(
    droppedModel({ name: 'x.safetensors', size: text.length, header: text }, openLibrary({})),
  ).rejects.toThrow('x.safetensors')
})
