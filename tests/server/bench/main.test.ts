import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

test('a checkpoint that cannot be written gives one sentence, without a stack trace', { timeout: 60_000 }, () => {
  const path = `${root}package.json/made/x.safetensors`
  const { status, stderr } = spawnSync(process.execPath, ['server/bench/main.ts', '--make-sd15', path], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toMatch(/^error: .*x\.safetensors could not be written: /)
})
