import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeWhole } from './write-whole.ts'

/** How many paths the file keeps. Each is one that the user may save to again. */
const most = 1000

/** The workflows that were opened or saved, newest first, in a file. */
export function recentFiles(file: string) {
  let last: Promise<void> = Promise.resolve()
  const read = async (): Promise<string[]> =>
    z.array(z.string()).safeParse(
      await readFile(file, 'utf8')
        .then(JSON.parse)
        .catch(() => []),
    ).data ?? []
  async function write(path: string): Promise<void> {
    const recent = [path, ...(await read()).filter(each => each !== path)].slice(0, most)
    // The file opens also when the list cannot be written.
    await writeWhole(file, JSON.stringify(recent)).catch(() => {})
  }
  return {
    read,
    /** One after the other, so that none is lost. */
    add: (path: string): Promise<void> => (last = last.then(() => write(path))),
  }
}
