import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openSafetensors } from '../../../engine/checkpoint/files/safetensors.ts'
import { fileName } from '../../../engine/file-name.ts'
import { nameOnce } from '../../../engine/image/files/write-new-file.ts'
import { describeFile } from '../../../engine/recognise/describe-file.ts'
import { whyNot } from '../../../engine/recognise/file-use.ts'
import { isThere } from '../../../runtime/is-there.ts'
import { modelsRoot } from '../../../runtime/library/folders.ts'
import { type Answer, BadRequest, json, refused } from '../route.ts'

/** Bytes of the largest LoRA that is accepted. */
const mostBytes = 4 * 1024 ** 3

/**
 * Writes a LoRA into the first models folder that a person named. A file that exists is not changed.
 *
 * @param roots  the models folders of the user
 * @throws BadRequest when there is no such folder, some system cannot have the name, or the file is not a LoRA; one of an unknown
 *         kind is accepted, as a loader accepts it
 */
export async function uploadLora(roots: readonly string[], name: string, content: Readable): Promise<Answer> {
  checkName(name)
  const [root] = roots
  if (root === undefined)
    throw wrong(409, 'There is no models folder to put it in. Add one in the settings, or start with --models FOLDER.')
  const path = join(modelsRoot(resolve(root)).loras![0]!, name)
  if (await isThere(path)) {
    content.resume()
    return json({ status: 'cached' })
  }
  await mkdir(dirname(path), { recursive: true })
  const beside = join(dirname(path), `.${randomUUID()}.part`)
  try {
    await pipeline(content, limited, createWriteStream(beside, { flags: 'wx' }))
    const header = await openSafetensors(beside).catch(() => {
      throw wrong(400, `${name} is not a .safetensors file.`)
    })
    const description = describeFile(header)
    const why = description.kind === 'unknown' ? null : whyNot(name, description, 'LoRA')
    if (why !== null) throw wrong(400, `${why}.`)
    await nameOnce(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
  return json({ status: 'success' }, 201)
}

function checkName(name: string): void {
  if (!/^[\w-][\w\-. ]{0,200}\.(safetensors|sft)$/i.test(name) || name.includes('..'))
    throw wrong(400, 'The name is a plain one that ends with .safetensors, such as style.safetensors.')
  const ending = extname(name)
  const possible = fileName(name.slice(0, -ending.length), { ending, otherwise: 'lora' })
  if (name !== possible)
    throw wrong(400, `Not every system can have a file with the name ${name}. Send it as ${possible}.`)
}

async function* limited(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.length
    if (bytes > mostBytes) throw wrong(413, 'The file is larger than 4 GiB.')
    yield chunk
  }
}

const wrong = (status: number, details: string) =>
  new BadRequest(refused(status, { type: 'invalid_upload', message: 'The upload was refused', details }))
