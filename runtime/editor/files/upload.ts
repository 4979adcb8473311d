import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { basename, extname, isAbsolute, join } from 'node:path'
import { ImageError } from '../../../engine/errors.ts'
import { fileName } from '../../../engine/file-name.ts'
import { checkPicture } from '../../../engine/image/files/read-pixels.ts'
import { unwritable, writeNewFile } from '../../../engine/image/files/write-new-file.ts'
import { writeWhole } from './write-whole.ts'

/** Where an upload goes. */
export interface UploadPlace {
  readonly root: string
  /** Below the root. */
  readonly subfolder?: string
  /** Replace a file of the same name that has other content? */
  readonly overwrite?: boolean
}

/**
 * Puts a picture into a folder, by ComfyUI's rule for equal names: the same content keeps its name, other
 * content gets ` (1)`, ` (2)` … before the ending. Uploads at the same time never share a name for different content.
 *
 * @returns its name there
 * @throws  ImageError when it is not a picture, the folder cannot be written, the disk is full, or the subfolder leads out of
 *          the root
 */
export async function upload(place: UploadPlace, name: string, bytes: Uint8Array): Promise<string> {
  const folder = folderOf(place)
  const last = basename(name.replaceAll('\\', '/'))
  const ending = extname(last)
  await checkPicture(last, bytes)
  const stem = last.slice(0, last.length - ending.length)
  const numbered = (count: number) =>
    fileName(stem, { ending: count === 0 ? ending : ` (${count})${ending}`, otherwise: 'picture' })
  await mkdir(folder, { recursive: true }).catch(cause => {
    throw unwritable(last, folder, cause)
  })
  for (let count = 0; ; count++) {
    const candidate = numbered(count)
    const path = join(folder, candidate)
    if (place.overwrite) await writeWhole(path, bytes)
    if ((await hasContent(path, bytes)) || (await writeNewFile(path, bytes)) || (await hasContent(path, bytes)))
      return candidate
  }
}

function folderOf({ root, subfolder = '' }: UploadPlace): string {
  const parts = subfolder.split(/[\\/]/).filter(part => part !== '' && part !== '.')
  if (isAbsolute(subfolder) || parts.length > 15 || parts.some(part => part !== fileName(part, { otherwise: '' })))
    throw new ImageError(`The subfolder '${subfolder}' is not allowed: it has plain names, separated by /.`)
  return join(root, ...parts)
}

/** Does the file exist with this content? */
const hasContent = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  const present = await readFile(path).catch(() => null)
  return present !== null && digest(present) === digest(bytes)
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
