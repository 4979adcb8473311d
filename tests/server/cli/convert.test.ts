import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { convert } from '../../../server/cli/convert.ts'
import { golden } from '../../engine/checkpoint/files.ts'

let folder: string
let said: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convert-'))
  said = ''
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    said += text
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

async function checkpoint(): Promise<string> {
  const path = join(folder, 'a.v1.ckpt')
  await copyFile(golden('pytorch/zip-protocol-2.ckpt'), path)
  return path
}

test('a file is converted beside itself, with the name and hash of its source', async () => {
  const path = await checkpoint()
  expect(await convert([path, '--json'])).toBe(0)
  const out = join(folder, 'a.v1.safetensors')
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  expect(JSON.parse(said)).toMatchObject({ file: path, out, sha256 })
  expect((await openSafetensors(out)).metadata).toMatchObject({
    'leapgraph.converted_from': 'a.v1.ckpt',
    'leapgraph.converted_from_sha256': sha256,
    'unet.num_heads': '4',
  })
})

test('a file that is there is replaced only with --force', async () => {
  const path = await checkpoint()
  const out = join(folder, 'mine.safetensors')
  await writeFile(out, 'mine')
  await expect(convert([path, '--out', out])).rejects.toThrow(/mine\.safetensors exists already; .*--force/)
  expect(await readFile(out, 'utf8')).toBe('mine')
  await convert([path, '--out', out, '--force'])
  expect((await openSafetensors(out)).tensors.size).toBeGreaterThan(10)
})

test('a .safetensors file is not converted, and a file that would call something is refused', async () => {
  await expect(convert([golden('pytorch/expected.safetensors')])).rejects.toThrow(/is a \.safetensors file already/)
  const out = join(folder, 'b.safetensors')
  await expect(convert([golden('pytorch/module.pt'), '--out', out])).rejects.toThrow(/wants to call torch\.nn/)
  await expect(readFile(out)).rejects.toThrow()
})
