import { randomBytes } from 'node:crypto'
import { saveImages } from '../../engine/image/files/save-images.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'PreviewImage',
  title: 'Preview Image',
  about: 'Shows pictures without saving them.',
  inputs: { images: image },
  outputs: {},
  isOutput: true,

  async run({ images }, { folders, metadata, report }) {
    const prefix = `ComfyUI_temp_${randomBytes(4).toString('hex')}`
    for (const file of await saveImages(images, folders.temp, prefix, {
      text: metadata,
      compressionLevel: 1,
      durable: false,
    }))
      report({ kind: 'image', image: { ...file, type: 'temp' } })
    return {}
  },
})
