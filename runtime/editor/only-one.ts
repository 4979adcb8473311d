import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * One program a user folder: two would overwrite each other's journal.
 *
 * @returns gives the folder back
 * @throws  Error that names the other program
 */
export function claimFolder(folder: string): () => void {
  const file = join(folder, 'running')
  const other = Number(read(file))
  if (other > 0 && other !== process.pid && isAlive(other))
    throw new Error(
      `Leapgraph runs already with this folder (process ${other}): ${folder}. Use that one or end it first; on the command line, --user takes another folder.`,
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
