import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const repository = resolve(import.meta.dirname, '../..')

test('a run writes nothing into the home folder: ONNX Runtime reports nothing', async () => {
  const home = await mkdtemp(join(tmpdir(), 'home-'))
  const out = await mkdtemp(join(tmpdir(), 'out-'))
  // Without the variables of a CI machine, on which ONNX Runtime does not report.
  const env = { PATH: process.env.PATH, HOME: home, USERPROFILE: home, LOCALAPPDATA: home }
  const command = [join(repository, 'server/main.ts'), 'run', join(repository, 'workflows/hyper-sd-1-step.json')]
  await promisify(execFile)(process.execPath, [...command, '--out', out], { env })
  expect(await readdir(home, { recursive: true })).toEqual([])
  expect((await readdir(out)).length).toBe(1)
  await Promise.all([home, out].map(folder => rm(folder, { recursive: true })))
})
