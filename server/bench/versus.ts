import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { packDevices } from '../../engine/runtime/device.ts'
import { believedPacks } from '../../runtime/accelerators/packs.ts'
import { userFolder } from '../http/user-folder.ts'
import type { Measurement } from './measure.ts'

const names: Readonly<Record<string, string>> = { cpu: 'ONNX Runtime', plugin: 'its plug-in', openvino: 'OpenVINO' }

const program = fileURLToPath(new URL('main.ts', import.meta.url))

interface Row extends Measurement {
  readonly gemm: number
}

/**
 * Measures the same pictures with each of our backends, one after the other, each in a process of its own, because their peak memory
 * is compared. The limit is what the machine's matrix products would take for the same operations.
 *
 * @param args   the options of the command, without `--vs` and `--peer`
 * @param peers  commands of other programs that draw the same picture; only their whole time is known
 */
export async function versus(args: readonly string[], peers: readonly string[]): Promise<string> {
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
  for (const peer of peers) lines.push(cells(peer.slice(0, 24), '', '', '', timeOf(peer)))
  const missing =
    backends.length === 1 ? ['\nNo accelerator pack was measured: none is installed that passed its test'] : []
  return [`${first.file}, ${first.size}×${first.size}, ${first.steps} steps, float32`, ...lines, ...missing].join('\n')
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

const seconds = (s: number): string => `${s.toFixed(3)} s`
const cells = (what: string, ...values: readonly string[]): string =>
  `${what.padEnd(26)}${values.map(value => value.padStart(14)).join('')}`.trimEnd()
