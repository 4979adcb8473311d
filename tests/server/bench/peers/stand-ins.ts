import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Found, Peer } from '../../../../server/bench/peers/peer.ts'

export const checkpoint = fileURLToPath(new URL('../../../../models/checkpoints/micro-sd.safetensors', import.meta.url))
export const subject = { checkpoint, size: 64, steps: 2 }

export async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'stand-in-'))
  onTestFinished(() => rm(made, { recursive: true }))
  return made
}

/** A program of shell commands. @returns its path */
export async function program(name: string, commands: string): Promise<string> {
  const path = join(await folder(), name)
  await writeFile(path, `#!/bin/sh\n${commands}\n`)
  await chmod(path, 0o755)
  return path
}

/** The first folder in which programs are looked for, until the end of the test. */
export function onPath(first: string): void {
  const before = process.env.PATH
  process.env.PATH = `${first}${delimiter}${before}`
  onTestFinished(() => {
    process.env.PATH = before
  })
}

export function peer(found: Found): Peer {
  if (typeof found === 'string') throw new Error(`not found: ${found}`)
  return found
}
