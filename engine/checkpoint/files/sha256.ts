import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** The hash of a whole file in small hexadecimal: about two seconds for each gigabyte. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
