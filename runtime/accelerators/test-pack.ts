import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { withoutTelemetry } from '../../engine/runtime/telemetry.ts'
import { notMeasured, type Pack, saveVerdict, thisMachine, type Verdict, verdict } from './packs.ts'

const program = fileURLToPath(new URL('self-test-main.ts', import.meta.url))
const LONGEST_MS = 600_000

/**
 * Tests a pack in a process of its own, because its libraries may end the process, and keeps the verdict. Until a pack passed, no engine process loads it.
 */
export async function testPack(pack: Pack): Promise<Verdict> {
  const failed = { passed: false, machine: thisMachine(), times: notMeasured }
  // What is kept if this process is ended meanwhile.
  await saveVerdict(pack, { ...failed, problems: ['the test did not end'] })
  const found = await measured(pack).catch((error: Failure) => ({
    ...failed,
    problems: [`the test ended ${error.signal ? `by ${error.signal}` : `with code ${error.code}`}: ${lastLine(error)}`],
  }))
  await saveVerdict(pack, found)
  return found
}

interface Failure extends Error {
  readonly code?: number
  readonly signal?: string
  readonly stderr?: string
}

async function measured({ folder, device, library }: Pack): Promise<Verdict> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, device, join(folder, library)], {
    env: { ...process.env, ...withoutTelemetry },
    timeout: LONGEST_MS,
  })
  return verdict.parse(JSON.parse(stdout.trim().split('\n').at(-1)!))
}

const lastLine = ({ stderr, message }: Failure): string =>
  (stderr ?? '').split('\n').find(line => line.includes('Error')) ?? message.split('\n')[0]!
