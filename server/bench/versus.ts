import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { packDevices } from '../../engine/runtime/device.ts'
import { believedPacks } from '../../runtime/accelerators/packs.ts'
import { userFolder } from '../http/user-folder.ts'
import type { Measurement } from './measure.ts'
import { findComfyUi } from './peers/comfyui.ts'
import { findOpenVino } from './peers/openvino.ts'
import type { Peer, PeerSubject } from './peers/peer.ts'
import { findStableDiffusionCpp } from './peers/stable-diffusion-cpp.ts'

const names: Readonly<Record<string, string>> = { cpu: 'ONNX Runtime', plugin: 'its plug-in', openvino: 'OpenVINO' }

const program = fileURLToPath(new URL('main.ts', import.meta.url))

interface Row extends Measurement {
  readonly gemm: number
}

export interface PeerOptions {
  /** Commands of other programs that draw the same picture; only their whole time is known. */
  readonly commands: readonly string[]
  /** The folder of ComfyUI. */
  readonly comfyui?: string
  /** The Python that has openvino. */
  readonly python?: string
  /** Seconds that a program may take. */
  readonly longest: number
}

/**
 * Measures the same pictures with each of our backends, one after the other, each in a process of its own, because their peak memory
 * is compared. The limit is what the machine's matrix products would take for the same operations, by the fastest of the backends.
 *
 * @param args     the options of the command that concern the picture
 * @param subject  the same for other programs, which draw it without a LoRA
 */
export async function versus(
  args: readonly string[],
  subject: Omit<PeerSubject, 'size' | 'steps'>,
  peers: PeerOptions,
): Promise<string> {
  const packs = await believedPacks(userFolder())
  const backends = ['cpu', ...packDevices.filter(device => device in packs)]
  const rows = backends.map(device => [device, measureIn(device, args)] as const)
  const gemm = Math.max(...rows.map(([, row]) => row.gemm))
  const [, first] = rows[0]!
  const limit = [first.unet.flops / gemm, first.decode.flops / gemm].map(seconds)
  const lines = [
    cells('', 'UNet step', 'decode', 'UNet session', 'first picture', 'next picture', 'peak memory'),
    cells('limit (matrix products)', ...limit),
    ...rows.map(([device, { unet, decode, firstPicture, secondPicture, peakBytes }]) =>
      cells(
        names[device]!,
        ...[unet.step, decode.run, unet.create, firstPicture, secondPicture].map(seconds),
        `${(peakBytes / 1e9).toFixed(2)} GB`,
      ),
    ),
  ]
  const { found, missing } = await findPeers(peers)
  const { size, steps } = first
  for (const peer of found) lines.push(await rowOf(peer, { ...subject, size, steps }))
  for (const command of peers.commands) lines.push(cells(command.slice(0, WIDTH - 2), '', '', '', timeOf(command)))
  if (missing.length > 0) lines.push(`\nNot found: ${missing.join('; ')}`)
  if (backends.length === 1) lines.push('\nNo accelerator pack was measured: none is installed that passed its test')
  return [`${first.file}, ${first.size}×${first.size}, ${first.steps} steps, float32`, ...lines].join('\n')
}

function measureIn(device: string, args: readonly string[]): Row {
  const { status, stdout } = spawnSync(process.execPath, [program, ...args, '--json', '--device', device], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`measuring ${device} ended with code ${status}`)
  return JSON.parse(stdout)
}

/** The time of a whole command, the start of its program included. */
function timeOf(command: string): string {
  const started = performance.now()
  const { status } = spawnSync(command, { shell: true, stdio: ['ignore', 'ignore', 'inherit'] })
  return status === 0 ? seconds((performance.now() - started) / 1000) : `code ${status}`
}

async function findPeers({ comfyui, python, longest }: PeerOptions) {
  const all = [
    await findStableDiffusionCpp(longest),
    await findComfyUi(longest, comfyui, python),
    await findOpenVino(longest, python),
  ]
  return {
    found: all.filter(each => typeof each !== 'string'),
    missing: all.filter(each => typeof each === 'string'),
  }
}

/** The times of another program, or why there are none. */
async function rowOf({ name, measure }: Peer, subject: PeerSubject): Promise<string> {
  try {
    const { step, decode, create, first, next, peakBytes } = await measure(subject)
    const times = [step, decode, create, first, next].map(time => (time === undefined ? '' : seconds(time)))
    return cells(name, ...times, peakBytes === undefined ? '' : `${(peakBytes / 1e9).toFixed(2)} GB`)
  } catch (error) {
    return `${name.padEnd(WIDTH)}failed: ${(error as Error).message.split('\n')[0]}`
  }
}

const WIDTH = 38
const seconds = (s: number): string => `${s.toFixed(3)} s`
const cells = (what: string, ...values: readonly string[]): string =>
  `${what.padEnd(WIDTH)}${values.map(value => value.padStart(14)).join('')}`.trimEnd()
