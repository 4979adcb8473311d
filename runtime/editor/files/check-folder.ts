import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import type { FolderCheck } from '../../contract/answers.ts'

/**
 * Checks a path that a person typed for a models folder. One that does not exist is kept: its disk may not be connected.
 *
 * @param known  the folders that are listed already
 */
export async function checkFolder(typed: string, known: readonly string[]): Promise<FolderCheck> {
  const path = /^~(?=$|[/\\])/.test(typed) ? join(homedir(), typed.slice(1)) : typed
  const folder = resolve(path)
  const refuse = (refused: string): FolderCheck => ({ folder, refused, warning: null })
  if (!isAbsolute(path)) return refuse(`${typed} is not a whole path. Enter it from the root of the disk on.`)
  if (known.some(each => resolve(each) === folder)) return refuse(`${folder} is in the list already.`)
  const found = await stat(folder).catch(() => null)
  if (found && !found.isDirectory()) return refuse(`${folder} is a file. Enter the folder that contains it.`)
  const missing = `${folder} does not exist. It is kept and searched once it is there, for example on a disk that is not connected.`
  return { folder, refused: null, warning: found ? null : missing }
}
