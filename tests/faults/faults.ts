import assert from 'node:assert/strict'
import type { Program } from './program.ts'
import type { Runs } from './runs.ts'

/** Something that goes wrong, and what must hold then. */
export interface Fault {
  readonly name: string
  /** @throws Error what did not hold. @returns why it could not be tried on this machine, or nothing */
  try(program: Program, runs: Runs): Promise<string | undefined>
}

/** The next run makes its picture. */
export async function worksAgain(runs: Runs): Promise<void> {
  assert.deepEqual(await runs.once(), { status: 'done', errors: [] }, 'the next run makes its picture')
}
