import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * The execution providers of ONNX Runtime that can be used, a further one that it loads from a pack (plugin/), and OpenVINO on the
 * CPU (openvino/).
 */
export const devices = ['webgpu', 'cuda', 'dml', 'coreml', 'plugin', 'openvino', 'cpu'] as const
export type Device = (typeof devices)[number]

/** Devices whose libraries come from an accelerator pack. */
export const packDevices = ['plugin', 'openvino'] as const satisfies readonly Device[]
export type PackDevice = (typeof packDevices)[number]
export const isPackDevice = (device: string | null | undefined): device is PackDevice =>
  packDevices.some(each => each === device)

/** Exact is float32; fast is bfloat16 where OpenVINO has instructions of the processor for it; auto is fast where a pack passed the precision gate (docs/accelerators.md). */
export const precisions = ['auto', 'exact', 'fast'] as const
export type Precision = (typeof precisions)[number]

/** An installed pack that passed its self-test. */
export interface Pack {
  /** The path of libopenvino_c, or of an execution provider. */
  readonly library: string
  /** Whether four steps were faster than ONNX Runtime's on this machine: then it is used without being asked for. */
  readonly faster: boolean
  /** Whether its pictures in bfloat16 passed the precision gate on this machine. */
  readonly rounds?: boolean | undefined
  /** A folder for the models that it compiled. */
  readonly cache?: string | undefined
}

/** The pack that each device uses. */
export type Packs = Readonly<Partial<Record<PackDevice, Pack>>>

/** Whether networks lie in the machine's main memory, whose size is known. */
export const inMainMemory = (device: Device): boolean => device === 'cpu' || device === 'openvino'

/**
 * The devices worth trying on this machine, best first; the CPU is always last.
 *
 * No device is started here. A driver that exists may still fail, and then the next device is used (sessions.ts).
 */
export function candidates(wanted: Device | 'auto', packs: Packs = {}): Device[] {
  if (wanted !== 'auto') return wanted === 'cpu' ? ['cpu'] : [wanted, 'cpu']
  const found: Device[] = []
  if (packs.plugin?.faster) found.push('plugin')
  if (hasCudaProvider()) found.push('cuda')
  if (process.platform === 'win32') found.push('webgpu', 'dml')
  if (process.platform === 'darwin') found.push('webgpu', 'coreml')
  if (process.platform === 'linux' && hasRenderNode()) found.push('webgpu')
  if (packs.openvino?.faster) found.push('openvino')
  return [...found, 'cpu']
}

/** `npm run cuda` installs the provider's library in ONNX Runtime's folder. */
function hasCudaProvider(): boolean {
  const binding = dirname(createRequire(import.meta.url).resolve('onnxruntime-node'))
  const folder = join(binding, '..', 'bin', 'napi-v6', process.platform, process.arch)
  const name = process.platform === 'win32' ? 'onnxruntime_providers_cuda.dll' : 'libonnxruntime_providers_cuda.so'
  return existsSync(join(folder, name))
}

/** Whether there is a graphics card that programs may compute on. Without one, Vulkan runs in software, slower than the CPU. */
function hasRenderNode(): boolean {
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some(name => name.startsWith('renderD'))
}
