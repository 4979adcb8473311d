import { availableParallelism, cpus, homedir, release, totalmem, userInfo } from 'node:os'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { availableMemory, memoryLimit } from '../../../engine/memory.ts'
import { candidates } from '../../../engine/runtime/device.ts'
import { gemmSpeed } from '../../../engine/runtime/gemm-speed.ts'
import { kindShare } from '../../../engine/runtime/held.ts'
import { graphicsCards } from '../../../runtime/accelerators/graphics-cards.ts'
import { instructionSets } from '../../../runtime/accelerators/instruction-sets.ts'
import { believedPacks, installedPacks } from '../../../runtime/accelerators/packs.ts'
import { testPack } from '../../../runtime/accelerators/test-pack.ts'
import { verdictInWords } from '../../../runtime/accelerators/verdict-in-words.ts'
import { userFolder } from '../../http/user-folder.ts'
import { UsageError } from '../usage.ts'
import { expectedTimes } from './expected-times.ts'

/** `leapgraph doctor`: what a user puts into a report; with `--test` the packs are tested first. @returns the exit code */
export async function doctor(args: readonly string[]): Promise<number> {
  if (wantsTest(args)) for (const pack of await installedPacks(userFolder())) await testPack(pack)
  process.stdout.write(await report(userFolder()))
  return 0
}

function wantsTest(args: readonly string[]): boolean {
  try {
    return parseArgs({ args: [...args], options: { test: { type: 'boolean' } } }).values.test ?? false
  } catch (error) {
    throw new UsageError(`doctor takes only --test: ${(error as Error).message}`, { cause: error })
  }
}

/** The machine, its devices and their measured speed, without names of people, computers, files and folders of theirs. */
export async function report(folder: string): Promise<string> {
  const [packs, believed] = [await installedPacks(folder), await believedPacks(folder)]
  const flops = await gemmSpeed(availableParallelism())
  const byOpenVino = believed.openvino && (await gemmSpeed(availableParallelism(), 'openvino', believed))
  const [first] = cpus()
  const lines = [
    ['system', `${process.platform} ${process.arch} ${release()}, Node ${process.versions.node}`],
    ['processor', `${first?.model.trim() || 'unknown'}, ${availableParallelism()} threads`],
    ['instructions', await instructionSets()],
    ['graphics cards', (await graphicsCards()).join(', ') || 'none listed by the system (only Linux lists them)'],
    ['memory', `${gigabytes(totalmem())}, ${gigabytes(availableMemory())} free`],
    [
      'kept networks',
      `up to ${gigabytes(memoryLimit() / 2)}, of one kind (other sizes, other LoRAs) up to ${gigabytes(kindShare('cpu'))} beside their files`,
    ],
    ['devices', `${candidates('auto', believed).join(', ')} (in this order, when Automatic is chosen)`],
    ...(packs.length === 0 ? [['packs', 'none is installed']] : []),
    ...packs.map(pack => [basename(pack.folder), verdictInWords(pack.verdict)]),
    ['matrix products', `${(flops / 1e9).toFixed(0)} GFLOP/s in float32, by ONNX Runtime on the CPU`],
    ...(byOpenVino ? [['', `${(byOpenVino / 1e9).toFixed(0)} GFLOP/s, by OpenVINO`]] : []),
    ['copying memory', `${(copySpeed() / 1e9).toFixed(1)} GB/s, one thread`],
    ['expected times', 'of a picture on the CPU, files loaded, from the matrix products:'],
    ...(await expectedTimes(flops)).map(line => ['', line]),
  ]
  return withoutNames(lines.map(([what, value]) => `${what!.padEnd(18)}${value}\n`).join(''))
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`

const BYTES = 256e6

/** Bytes that one thread copies in a second: the fastest of three. */
function copySpeed(): number {
  const [from, to] = [Buffer.alloc(BYTES, 1), Buffer.alloc(BYTES, 2)]
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    from.copy(to)
    return performance.now() - started
  })
  return (BYTES / Math.min(...times)) * 1000
}

/** Messages of libraries hold paths, which hold names. */
const withoutNames = (text: string): string =>
  text
    .replaceAll(/\S+/g, word => (word.startsWith(homedir()) ? `~${word.slice(homedir().length)}` : word))
    .replaceAll(/(?<=[\\/])[^\s\\/]+/g, part => (part === userInfo().username ? 'NAME' : part))
