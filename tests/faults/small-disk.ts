import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Mounts a small disk at a path, for as long as it is used. @returns why that cannot be done here, or nothing */
export async function withSmallDisk(
  disk: string,
  kilobytes: number,
  use: () => Promise<void>,
): Promise<string | undefined> {
  mkdirSync(disk, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return 'only root on Linux can mount a small disk'
  }
  try {
    await use()
  } finally {
    execFileSync('umount', ['-l', disk])
  }
  return undefined
}

/** Fills a disk to its last page. @returns frees it again */
export function fill(disk: string): () => void {
  const files: string[] = []
  for (const size of [64 * 1024, 4096])
    try {
      for (;;) {
        const file = join(disk, `fill-${files.length}`)
        files.push(file)
        writeFileSync(file, Buffer.alloc(size))
      }
    } catch {
      // It is full.
    }
  return () => {
    for (const file of files) rmSync(file, { force: true })
  }
}
