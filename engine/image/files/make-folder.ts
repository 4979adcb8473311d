import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and the ones above it, from the top. (Node's own recursive mkdir never returns on file systems that
 * answer "no such file" to a new folder, such as /proc.)
 *
 * @throws the file system's error
 */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found?.isDirectory()) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  await mkdir(path).catch(error => {
    if (error.code !== 'EEXIST' || found) throw error
  })
}
