import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { fetchedProvider } from '../../../accelerators/fetched.ts'
import { boundOnCpu, inputs, runs } from './changing-inputs.ts'

test('inputs that change at random give the bits of a new session, and only those with other bytes are copied', async () => {
  const { different, copied, changed } = await runs(200, 5n)
  expect(different).toBe(0)
  expect(copied).toBe(changed)
  expect(copied).toBeLessThan(4 * 200)
})

test('an input that is missing, or of another size, is refused, and the next run has its own values', async () => {
  const session = await boundOnCpu()
  const first = await session.run(inputs())
  const { context: _, ...rest } = inputs()
  await expect(session.run(rest)).rejects.toThrow('ONNX Runtime: the input context is missing')
  const wrong = { ...inputs(), context: { dims: [1, 7, 11], data: new Float32Array(77) } }
  await expect(session.run(wrong)).rejects.toThrow(
    'ONNX Runtime (RunWithBinding): Got invalid dimensions for input: context',
  )
  await expect(session.run({ ...inputs(), other: wrong.context })).rejects.toThrow('ONNX Runtime (BindInput)')
  expect(await session.run(inputs())).toEqual(first)
  await session.release()
})

/** SwiftShader, a Vulkan driver in software, as Debian's chromium brings it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'

test.skipIf(fetchedProvider === undefined || !existsSync(DRIVER))(
  'the same holds on a device with a memory of its own',
  { timeout: 120_000 },
  async () => {
    const program = fileURLToPath(new URL('changing-inputs.ts', import.meta.url))
    const env = { ...process.env, VK_ICD_FILENAMES: DRIVER, ORT_WEBGPU_EP_ALLOW_SOFTWARE_ADAPTER: '1' }
    const { stdout } = await promisify(execFile)(process.execPath, [program, fetchedProvider!, '30'], { env })
    const { different, copied, changed } = JSON.parse(stdout)
    expect(different).toBe(0)
    expect(copied).toBe(changed)
    expect(copied).toBeLessThan(4 * 30)
  },
)
