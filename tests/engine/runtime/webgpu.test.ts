import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** SwiftShader, a Vulkan driver in software, as Debian's chromium brings it, and the loader that finds it. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json'
const LOADERS = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1']
const missing = [...(existsSync(DRIVER) ? [] : ['chromium']), ...(LOADERS.some(existsSync) ? [] : ['libvulkan1'])]
if (missing.length > 0) console.warn(`WebGPU is not tested here: Debian's ${missing.join(' and ')} is not installed`)

test.skipIf(missing.length > 0)(
  'the networks give the same numbers on WebGPU, in software, as on the CPU, and between them run every operator',
  async () => {
    const program = fileURLToPath(new URL('device-networks.ts', import.meta.url))
    const env = { ...process.env, VK_ICD_FILENAMES: DRIVER }
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'webgpu'], { env })
    const { device, off, left } = JSON.parse(stdout)
    expect(device).toBe('webgpu')
    expect(Object.keys(off)).toHaveLength(4)
    expect(left).toEqual([])
    for (const [network, distance] of Object.entries(off)) expect(distance, network).toBeLessThan(1e-3)
  },
)
