import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Files that a program wrote beside their final names and left when it was killed: writeWhole's and writeNewFile's. */
const unfinished = /^\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/

/** A file is written in seconds; one this old, in milliseconds, has no writer any more. */
const hour = 3_600_000
/** How long previews are kept for the list of runs. */
const week = 7 * 24 * hour

/**
 * Removes unfinished files of programs that were killed, and previews that are older than a week. What cannot be read or
 * removed stays.
 *
 * @param folders  searched with the folders in them, as deep as names of pictures usually go
 * @param temp     holds previews and nothing else
 */
export async function removeLeftovers(folders: readonly string[], temp: string, now = Date.now()): Promise<void> {
  for (const folder of folders) await removeOlder(folder, hour, now, name => unfinished.test(name))
  await removeOlder(temp, week, now, () => true)
}

async function removeOlder(
  folder: string,
  age: number,
  now: number,
  leaves: (name: string) => boolean,
  depth = 4,
): Promise<void> {
  if (depth === 0) return
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await removeOlder(path, age, now, leaves, depth - 1)
    else if (entry.isFile() && leaves(entry.name)) {
      const { mtimeMs = now } = (await stat(path).catch(() => null)) ?? {}
      if (now - mtimeMs > age) await rm(path, { force: true }).catch(() => {})
    }
  }
}
