import { readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { ImageError } from '../../../engine/errors.ts'
import { fileName } from '../../../engine/file-name.ts'
import { checkPicture } from '../../../engine/image/files/read-pixels.ts'
import { writeWhole } from '../../../runtime/editor/files/write-whole.ts'
import { isThere } from '../../../runtime/is-there.ts'
import { type Answer, BadRequest, json, refused } from '../route.ts'

/** The folder of the pictures in the one for temporary files; nodes/packs/krita/transfer.ts writes into it as well. */
const transferFolder = 'transfer'

/** How long a picture is kept after it was sent or fetched last, in milliseconds; and the most that are kept. */
const kept = 10 * 60 * 1000
const mostKept = 2000

/** When each picture was used last, by its path, the oldest first. */
const used = new Map<string, number>()

const pathOf = (temp: string, id: string): string => {
  if (id === '' || id !== fileName(id, { otherwise: '' })) throw badId
  return join(temp, transferFolder, id)
}

const badId = new BadRequest(
  refused(400, { type: 'invalid_id', message: 'Invalid id', details: 'The id of a picture is a plain name.' }),
)

/** The picture of an id, one that was sent or one that a node made. */
export async function getPicture(temp: string, id: string): Promise<Answer> {
  const path = pathOf(temp, id)
  const bytes = await readFile(path).catch(() => null)
  if (!bytes) return json({ error: `There is no picture with the id ${id}. Pictures are kept for ten minutes.` }, 404)
  await forgetOthers(path)
  return { status: 200, type: extname(id) === '.jpg' ? 'image/jpeg' : 'image/png', body: bytes }
}

/** Keeps a picture under an id. What is there already stays, as the id stands for its content. */
export async function putPicture(temp: string, id: string, bytes: Uint8Array): Promise<Answer> {
  const path = pathOf(temp, id)
  const isCached = await isThere(path)
  if (!isCached) {
    await checkPicture(id, bytes).catch(error => {
      if (!(error instanceof ImageError)) throw error
      throw new BadRequest(
        refused(400, { type: 'invalid_upload', message: 'The upload was refused', details: error.message }),
      )
    })
    await writeWhole(path, bytes)
  }
  await forgetOthers(path)
  return isCached ? json({ status: 'cached' }) : json({ status: 'success' }, 201)
}

async function forgetOthers(path: string): Promise<void> {
  const now = Date.now()
  used.delete(path)
  used.set(path, now)
  for (const [each, time] of used) {
    if (now - time < kept && used.size <= mostKept) return
    used.delete(each)
    await rm(each, { force: true })
  }
}
