import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { writeWhole } from './write-whole.ts'

const most = 20

/** The workflows that were opened or saved last, newest first, in a file. */
export function recentFiles(file: string) {
  const read = async (): Promise<string[]> =>
    z.array(z.string()).safeParse(
      await readFile(file, 'utf8')
        .then(JSON.parse)
        .catch(() => []),
    ).data ?? []
  return {
    read,
    async add(path: string): Promise<void> {
      const recent = [path, ...(await read()).filter(each => each !== path)].slice(0, most)
      // The file opens also when the list cannot be written.
      await writeWhole(file, JSON.stringify(recent)).catch(() => {})
    },
  }
}
