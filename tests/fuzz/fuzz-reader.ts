import { mutated, seeded } from './mutate.ts'
import type { FuzzedReader } from './readers.ts'

export interface FuzzLimits {
  readonly executions: number
  readonly seconds: number
  readonly seed: number
}

export interface Failure {
  readonly input: string
  readonly why: string
}

export interface FuzzReport {
  readonly executions: number
  readonly seconds: number
  /** The longest time that one input took, in milliseconds of the processor. */
  readonly longest: number
  readonly failures: readonly Failure[]
}

/** What a reader may take: a second for a megabyte, and a constant for collecting garbage on a busy machine. */
const allowedMs = (input: string): number => 300 + input.length / 1000

/** Failures of one reader after which the others are not looked for. */
const mostFailures = 10

/** Reads mutated inputs until one of the limits is reached. */
export async function fuzzReader(reader: FuzzedReader, { executions, seconds, seed }: FuzzLimits): Promise<FuzzReport> {
  const below = seeded(seed)
  const failures: Failure[] = []
  const started = performance.now()
  let [done, longest] = [0, 0]
  while (done < executions && failures.length < mostFailures && performance.now() - started < seconds * 1000) {
    const input = mutated(reader.corpus, below)
    const { why, ms } = await readOnce(reader, input)
    done++
    longest = Math.max(longest, ms)
    if (why !== null) failures.push({ input, why })
  }
  return { executions: done, seconds: (performance.now() - started) / 1000, longest, failures }
}

/** @returns what is wrong, or null; and the milliseconds of the processor */
export async function readOnce(reader: FuzzedReader, input: string): Promise<{ why: string | null; ms: number }> {
  const first = await measured(reader, input)
  if (first.why !== null || first.ms < allowedMs(input)) return first
  // The processor's time of this process has other work in it: what is slow is slow again.
  const again = await measured(reader, input)
  const ms = Math.min(first.ms, again.ms)
  return { ms, why: ms < allowedMs(input) ? null : `${input.length} characters took ${Math.round(ms)} ms` }
}

async function measured({ read, errors }: FuzzedReader, input: string) {
  const before = process.cpuUsage()
  let why: string | null = null
  try {
    await read(input)
  } catch (error) {
    const isOwn = errors.some(kind => error instanceof kind)
    if (!isOwn) why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    else if ((error as Error).message.trim() === '') why = 'an error without a sentence'
    else if ((error as Error).message.length > 20_000) why = 'an error of more than 20,000 characters'
  }
  const { user, system } = process.cpuUsage(before)
  return { why, ms: (user + system) / 1000 }
}
