import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AcceleratorError } from './accelerator-error.ts'

/** What the name of a wheel says (PEP 427). */
export interface WheelName {
  readonly name: string
  readonly version: string
  /** `manylinux_2_28_x86_64` */
  readonly platform: string
}

/** @throws AcceleratorError when it is not the name of a wheel of OpenVINO */
export function wheelName(path: string): WheelName {
  const [name, version, ...tags] = basename(path)
    .replace(/\.whl$/, '')
    .split('-')
  if (!path.endsWith('.whl') || name !== 'openvino' || !/^[\w.]+$/.test(version ?? '') || tags.length < 3)
    throw new AcceleratorError(`${basename(path)} is not a wheel of openvino (openvino-VERSION-…-PLATFORM.whl)`)
  return { name, version: version!, platform: tags.at(-1)! }
}

/** Platform tag → `process.platform` and `process.arch`. */
const systems: readonly (readonly [tag: RegExp, system: string])[] = [
  [/linux.*_x86_64$/, 'linux x64'],
  [/linux.*_aarch64$/, 'linux arm64'],
  [/^win_amd64$/, 'win32 x64'],
  [/^macosx.*_(arm64|universal2)$/, 'darwin arm64'],
  [/^macosx.*_x86_64$/, 'darwin x64'],
]

/** @throws AcceleratorError when a wheel is for another system than this one */
export function checkSystem({ platform }: WheelName, here = `${process.platform} ${process.arch}`): void {
  const system = systems.find(([tag]) => tag.test(platform))?.[1] ?? platform
  if (system !== here) throw new AcceleratorError(`this wheel is for ${system}, but this machine is ${here}`)
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash).catch(cause => {
    throw new AcceleratorError(`${path} cannot be read: ${cause.message}`, { cause })
  })
  return hash.digest('hex')
}

/** The libraries that sessions need of OpenVINO: its core, its C API, the reader of IR, the CPU's plug-in and TBB. */
const NEEDED =
  /^openvino\/libs\/(lib)?(openvino(_c|_ir_frontend|_intel_cpu_plugin|_arm_cpu_plugin)?|tbb\d*|tbbmalloc|tbbbind[\d_]*|hwloc)(\.|\d)[^/]*$/

/** Whether a file of the wheel is unpacked. */
export const isLibrary = (name: string): boolean => NEEDED.test(name) && !/\.(pc|lib|json)$/.test(name)

/** Whether a file of the wheel is the licence, or that of a part. */
export const isLicence = (name: string): boolean => /^openvino-[^/]+\.dist-info\/licenses\/(.+\/)?[^/]+$/.test(name)

/** Whether a library is the C API. */
export const isCApi = (name: string): boolean => /(^|\/)(lib)?openvino_c\.[^/]*$/.test(name)
