import { createHash } from 'node:crypto'
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { writeWhole } from './write-whole.ts'

/** A file as it was found. */
export interface FoundFile {
  /** Equal for equal content: SHA-256, except for files that are too large to be a workflow. */
  readonly version: string
  /** null where it is too large to be a workflow. */
  readonly bytes: Uint8Array | null
  /** Milliseconds since 1970. */
  readonly modified: number
  readonly size: number
}

/** Larger files are not read: no workflow has so many bytes. */
const largest = 256 * 1024 * 1024

export const versionOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** @returns null where there is no file */
export async function findFile(path: string): Promise<FoundFile | null> {
  try {
    const { size, mtimeMs: modified } = await stat(path)
    if (size > largest) return { version: `${size} bytes of ${modified}`, bytes: null, modified, size }
    const bytes = await readFile(path)
    return { version: versionOf(bytes), bytes, modified, size }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * Writes a file if its place holds what the caller expects, which is looked up when the new content is ready on the disk.
 * A file that is missing is made, and never takes the place of one that another program makes at the same moment.
 *
 * @param expected  the version of the file that is replaced; null: there must be none. A file that has the new content
 *                  already is as expected, unless none was
 * @returns what was done; the file that is there instead, in which case nothing was written
 * @throws Error a sentence that names the file and what to do
 */
export async function writeExpected(
  path: string,
  content: string | Uint8Array,
  expected: string | null,
): Promise<'made' | 'replaced' | FoundFile> {
  const replaceable = expected === null ? [] : [expected, versionOf(content)]
  let done: 'made' | 'replaced' | FoundFile = 'made'
  await writeWhole(path, content, async beside => {
    let present = await findFile(path)
    // Where another program is faster, its file is a conflict; where that file is gone again, the place is free.
    while (!present && !(await claim(beside, path))) present = await findFile(path)
    if (!present) return
    done = replaceable.includes(present.version) ? 'replaced' : present
    if (done === 'replaced') await rename(beside, path)
    else await rm(beside)
  })
  return done
}

/**
 * Moves a file to a path that is free.
 *
 * @returns false when it was taken
 */
export async function claim(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    await rm(from)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  }
  try {
    // Not every file system has hard links. An empty file of our own keeps the place.
    await (await open(to, 'wx')).close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  await rename(from, to)
  return true
}
