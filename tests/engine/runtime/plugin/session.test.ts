import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { fetchedProvider } from '../../../accelerators/fetched.ts'

const compare = async (library: string, env: Readonly<Record<string, string>> = {}) => {
  const program = fileURLToPath(new URL('compare-operators.ts', import.meta.url))
  return promisify(execFile)(process.execPath, [program, library], { env: { ...process.env, ...env } })
}

test('a file that is not an execution provider is refused with its reason', async () => {
  const refused = compare(fileURLToPath(import.meta.url))
  await expect(refused).rejects.toThrow(
    /SessionError: the execution provider could not be loaded; a driver may be missing \(ONNX Runtime/,
  )
})

/** SwiftShader, a Vulkan driver in software, as Debian's chromium brings it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'

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
    const env = { VK_ICD_FILENAMES: DRIVER, ORT_WEBGPU_EP_ALLOW_SOFTWARE_ADAPTER: '1' }
    const { stdout } = await compare(fetchedProvider!, env)
    const { off, notices } = JSON.parse(stdout)
    expect(notices).toEqual([])
    expect(Object.keys(off)).toHaveLength(7)
    for (const [name, distance] of Object.entries(off)) expect(distance, name).toBeLessThan(1e-4)
  },
)
