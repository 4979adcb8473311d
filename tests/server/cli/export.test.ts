import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exportFile } from '../../../server/cli/export.ts'
import { inProcess } from './in-process.ts'

const workflow = resolve(import.meta.dirname, '../../../workflows/hyper-sd-1-step.json')

test('a file that is there is replaced only with --force', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'export-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const out = join(folder, 'mine.json')
  await writeFile(out, 'mine')
  const args = [workflow, '--format', 'api', '--out', out]
  const refused = await inProcess(() => exportFile(args))
  expect(refused).toMatchObject({
    code: 1,
    stderr: `error: ${out} exists already; --out names another file, --force replaces it\n`,
  })
  expect(await readFile(out, 'utf8')).toBe('mine')
  const replaced = await inProcess(() => exportFile([...args, '--force']))
  expect(replaced).toMatchObject({ code: 0, stderr: `exported ${out}\n` })
  expect(JSON.parse(await readFile(out, 'utf8'))).toHaveProperty(['3', 'class_type'])
})
