import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes a file whole or not at all: beside it, to the disk, then in its place. Missing folders are made.
 *
 * @param place  moves the finished file to its place, or removes it; without it, a file that is there is replaced
 * @throws Error a sentence that names the file and what to do
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  place: (beside: string) => Promise<void> = beside => rename(beside, path),
): Promise<void> {
  const beside = join(dirname(path), `.${randomUUID()}.part`)
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(beside, 'wx')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await place(beside)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {})
    throw new Error(`${path} could not be written: ${reasonOf(cause as NodeJS.ErrnoException)}`, { cause })
  }
}

const reasonOf = ({ code, message }: NodeJS.ErrnoException): string => reasons[code ?? ''] ?? message

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space or save somewhere else.',
  EROFS: 'the disk is read-only. Save somewhere else.',
  EACCES: 'you may not write there. Save somewhere else.',
  EPERM: 'you may not write there. Save somewhere else.',
  ENOTDIR: 'a part of its path is a file, not a folder. Save somewhere else.',
  EISDIR: 'there is a folder of that name. Save under another name.',
  EEXIST: 'a part of its path is a file, not a folder. Save somewhere else.',
  ENAMETOOLONG: 'its name is too long. Save under a shorter name.',
}
