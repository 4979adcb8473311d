import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PackDevice } from '../../engine/runtime/device.ts'
import { AcceleratorError } from './accelerator-error.ts'

/** What the name of a wheel says (PEP 427). */
export interface WheelName {
  readonly name: string
  readonly version: string
  /** `manylinux_2_28_x86_64` */
  readonly platform: string
}

/** OpenVINO, and execution providers that ONNX Runtime loads: for WebGPU, for NVIDIA's cards and for Macs. */
const packages: Readonly<Record<string, PackDevice>> = {
  openvino: 'openvino',
  onnxruntime_ep_webgpu: 'plugin',
  onnxruntime_ep_nv_tensorrt_rtx_cu13: 'plugin',
  onnxruntime_ep_mlx: 'plugin',
}

/** The device that a package of this name is for. */
export const deviceOf = (name: string): PackDevice => packages[name]!

/** Whether a file is named as the wheel of such a package. */
export const isPackWheel = (file: string): boolean => file.endsWith('.whl') && file.split('-')[0]! in packages

/** @throws AcceleratorError when it is not the name of a wheel of such a package */
export function wheelName(path: string): WheelName {
  const [name, version, ...tags] = basename(path)
    .replace(/\.whl$/, '')
    .split('-')
  if (!isPackWheel(basename(path)) || !/^[\w.]+$/.test(version ?? '') || tags.length < 3)
    throw new AcceleratorError(
      `${basename(path)} is not a wheel of an accelerator (PACKAGE-VERSION-…-PLATFORM.whl, where PACKAGE is ${Object.keys(packages).join(', ')})`,
    )
  return { name: name!, version: version!, platform: tags.at(-1)! }
}

/** Platform tag → `process.platform` and `process.arch`. */
const systems: readonly (readonly [tag: RegExp, system: string])[] = [
  [/linux.*_x86_64$/, 'linux x64'],
  [/linux.*_aarch64$/, 'linux arm64'],
  [/^win_amd64$/, 'win32 x64'],
  [/^win_arm64$/, 'win32 arm64'],
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

/** What an execution provider consists of: libraries, and the kernels of Macs. */
const PROVIDER_FILES = /^onnxruntime_ep_[^/]+\/[^/]+\.(so(\.[\d.]+)?|dll|dylib|metallib)$/

/** Whether a file of the wheel is unpacked. */
export const isLibrary = (name: string): boolean =>
  PROVIDER_FILES.test(name) || (NEEDED.test(name) && !/\.(pc|lib|json)$/.test(name))

/** Whether a file of the wheel is the licence, or that of a part. */
export const isLicence = (name: string): boolean => /^[^/]+\.dist-info\/licenses\/(.+\/)?[^/]+$/.test(name)

/** Whether a library is the one that is loaded: the C API of OpenVINO, or an execution provider. */
export const isLoaded = (name: string): boolean =>
  /(^|\/)(lib)?(openvino_c\.[^/]*|onnxruntime_(providers_\w+|mlx_ep)\.(so|dll|dylib))$/.test(name)
