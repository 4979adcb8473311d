import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** A user folder that this program has claimed. */
export interface Claim {
  /** Tells later starts where this program's page is. */
  tell(address: string): void
  release(): void
}

/** What the program with the lock says about itself, for later starts. It decides nothing. */
const running = z.object({ pid: z.number(), address: z.string().optional() })

/** Another program uses the user folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
  /** Where its page is; undefined on the desktop, and until it listens. */
  readonly address: string | undefined
  constructor(folder: string) {
    const other = read(join(folder, 'running'))
    super(
      `Leapgraph is already running with this folder${other ? ` (process ${other.pid})` : ''}: ${folder}. ` +
        (other?.address ? `It is at ${other.address}. ` : '') +
        'Use that program, end it first, or choose another folder with --user.',
    )
    this.address = other?.address
  }
}

/**
 * Claims a user folder for this program: two programs would overwrite each other's journal. The claim is SQLite's lock on an
 * empty database. The system releases it when the process ends, in whatever way.
 *
 * @throws FolderInUse
 */
export function claimFolder(folder: string): Claim {
  const note = join(folder, 'running')
  const lock = new DatabaseSync(join(folder, 'running.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw (error as { errcode?: number }).errcode === SQLITE_BUSY ? new FolderInUse(folder) : error
  }
  const write = (address?: string) =>
    writeFileSync(note, JSON.stringify({ pid: process.pid, address }), { mode: 0o600 })
  write()
  return {
    tell: write,
    release() {
      rmSync(note, { force: true })
      lock.close()
    },
  }
}

const SQLITE_BUSY = 5

function read(file: string): z.infer<typeof running> | undefined {
  try {
    return running.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}
