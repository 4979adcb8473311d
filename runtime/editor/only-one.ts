import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Claims a user folder for this program: two programs would overwrite each other's journal.
 *
 * @returns releases the folder
 * @throws  Error that names the other program
 */
export function claimFolder(folder: string): () => void {
  const file = join(folder, 'running')
  const other = Number(read(file))
  if (other > 0 && other !== process.pid && isAlive(other))
    throw new Error(
      `Leapgraph is already running with this folder (process ${other}): ${folder}. Use that program, end it first, or choose another folder with --user.`,
    )
  writeFileSync(file, String(process.pid))
  return () => {
    if (Number(read(file)) === process.pid) rmSync(file, { force: true })
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
