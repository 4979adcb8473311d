import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

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

test('--vs compares the backends of this machine with its limit and with commands of other programs, and names what is not there', {
  timeout: 120_000,
}, async () => {
  const home = await mkdtemp(join(tmpdir(), 'bench-'))
  onTestFinished(() => rm(home, { recursive: true }))
  const args = ['server/bench/main.ts', '--vs', '--size', '64', '--steps', '1', '--peer', 'exit 0', '--peer', 'exit 3']
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LEAPGRAPH_HOME: home, COMFYUI_PATH: '' },
  })
  expect(status).toBe(0)
  expect(stdout).toMatch(/^micro-sd\.safetensors, 64×64, 1 steps, float32$/m)
  expect(stdout).toMatch(/^limit \(matrix products\) +[\d.]+ s +[\d.]+ s$/m)
  expect(stdout).toMatch(/^ONNX Runtime( +[\d.]+ s){5} +[\d.]+ GB$/m)
  expect(stdout).toMatch(/^exit 0 +[\d.]+ s$/m)
  expect(stdout).toMatch(/^exit 3 +code 3$/m)
  expect(stdout).toMatch(/^Not found: .*ComfyUI \(set COMFYUI_PATH, or --comfyui FOLDER\)/m)
  expect(stdout).toContain('No accelerator pack was measured: none is installed that passed its test')
})
