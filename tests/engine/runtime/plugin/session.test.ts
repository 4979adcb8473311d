import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { fetchedProvider } from '../../../accelerators/fetched.ts'

type Env = Readonly<Record<string, string>>
const ran = (name: string, args: readonly string[], env: Env = {}) =>
  promisify(execFile)(process.execPath, [fileURLToPath(new URL(name, import.meta.url)), ...args], {
    env: { ...process.env, ...env },
  })
const compare = (library: string, env?: Env) => ran('compare-operators.ts', [library], env)

test('a file that is not an execution provider is refused with its reason', async () => {
  const refused = compare(fileURLToPath(import.meta.url))
  await expect(refused).rejects.toThrow(
    /SessionError: the execution provider could not be loaded; a driver may be missing \(ONNX Runtime/,
  )
})

/** SwiftShader, a Vulkan driver in software, as Debian's chromium brings it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'
const inSoftware = { VK_ICD_FILENAMES: DRIVER, ORT_WEBGPU_EP_ALLOW_SOFTWARE_ADAPTER: '1' }

test.skipIf(fetchedProvider === undefined || existsSync('/dev/dri'))(
  'without a graphics card the provider for WebGPU says that it found no device',
  async () => {
    await expect(compare(fetchedProvider!)).rejects.toThrow(
      'the execution provider found no device of its kind on this machine',
    )
  },
)

test.skipIf(fetchedProvider === undefined || !existsSync(DRIVER))(
  'a provider that ONNX Runtime loads from a pack gives the numbers of the CPU, with weights in their file',
  async () => {
    const { stdout } = await compare(fetchedProvider!, inSoftware)
    const { off, notices } = JSON.parse(stdout)
    expect(notices).toEqual([])
    expect(Object.keys(off)).toHaveLength(7)
    for (const [name, distance] of Object.entries(off)) expect(distance, name).toBeLessThan(1e-4)
  },
)

test.skipIf(fetchedProvider === undefined || !existsSync(DRIVER)).each([
  ['lost', 'Device is lost'],
  ['memory', 'exceeds the max buffer size'],
])('a run whose device fails (%s) is finished on the CPU, with one notice', async (what, reason) => {
  const { stdout } = await ran('failing-device.ts', [fetchedProvider!, what], inSoftware)
  const { results, notices, device } = JSON.parse(stdout)
  expect(results).toEqual([
    [2, 11],
    [3, 21],
    [4, 31],
  ])
  expect(notices).toEqual([expect.stringMatching(`^plugin cannot be used, continuing on cpu \\(.*${reason}`)])
  expect(device).toBe('cpu')
})
