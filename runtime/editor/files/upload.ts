import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { fileName } from '../../../engine/file-name.ts'
import { checkPicture } from '../../../engine/image/files/read-pixels.ts'
import { writeWhole } from './write-whole.ts'

/**
 * Puts a picture into the input folder, by ComfyUI's rule for equal names: the same content keeps its name, other
 * content gets ` (1)`, ` (2)` … before the ending.
 *
 * @returns its name there
 * @throws  ImageError when it is not a picture
 */
export async function upload(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const last = basename(name.replaceAll('\\', '/'))
  const ending = extname(last)
  await checkPicture(last, bytes)
  const stem = last.slice(0, last.length - ending.length)
  const numbered = (count: number) =>
    fileName(stem, { ending: count === 0 ? ending : ` (${count})${ending}`, otherwise: 'picture' })
  for (let count = 0; ; count++) {
    const candidate = numbered(count)
    const present = await readFile(join(folder, candidate)).catch(() => null)
    if (present === null) await writeWhole(join(folder, candidate), bytes)
    if (present === null || digest(present) === digest(bytes)) return candidate
  }
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
