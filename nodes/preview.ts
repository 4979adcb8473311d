import { randomBytes } from 'node:crypto'
import { saveImages } from '../engine/image/files/save-images.ts'
import type { Image } from '../engine/image/image.ts'
import type { RunContext } from './define.ts'

/** Shows pictures on a node: files in the private temp folder, which are not kept. */
export async function preview(images: Image, { folders, metadata, report }: RunContext): Promise<void> {
  const prefix = `ComfyUI_temp_${randomBytes(4).toString('hex')}`
  for (const file of await saveImages(images, folders.temp, prefix, {
    text: metadata,
    compressionLevel: 1,
    durable: false,
  }))
    report({ kind: 'image', image: { ...file, type: 'temp' } })
}
