import { saveAnimatedWebp } from '../../../engine/image/files/save-animation.ts'
import { rows } from '../../../engine/tensor/tensor.ts'
import { choice, int, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'Save_as_webp',
  title: 'Save_as_webp',
  about: 'Saves pictures as numbered WebP files with their workflow (Saveaswebp).',
  inputs: {
    images: image,
    filename_prefix: text({ isPath: true, default: 'ComfyUI', help: 'May contain subfolders, as with Save Image.' }),
    mode: choice(['lossy', 'lossless'], { help: 'lossless keeps every pixel, and the file is larger.' }),
    compression: int({ default: 80, min: 1, max: 100, help: 'lossy: 100 is best. lossless: 100 takes longest.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, filename_prefix, mode, compression }, { folders, metadata, report }) {
    const how = { framesPerSecond: 1, lossless: mode === 'lossless', quality: compression, effort: 6, text: metadata }
    for (let i = 0; i < images.dims[0]!; i++) {
      const file = await saveAnimatedWebp(rows(images, i, i + 1), folders.output, filename_prefix, how)
      report({ kind: 'image', image: { ...file, type: 'output' } })
    }
    return {}
  },
})
