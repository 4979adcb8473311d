import { saveAnimatedPng } from '../../../engine/image/files/save-animation.ts'
import { float, int, text } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'SaveAnimatedPNG',
  title: 'SaveAnimatedPNG',
  about: 'Saves a batch of pictures as one animated PNG file.',
  inputs: {
    images: image,
    filename_prefix: text({ isPath: true, default: 'ComfyUI', help: 'May contain subfolders, as with Save Image.' }),
    fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01, help: 'Pictures per second.' }),
    compress_level: int({ default: 4, min: 0, max: 9, help: '9 gives the smallest file and takes longest.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, filename_prefix, fps, compress_level }, { folders, metadata, report }) {
    const options = { framesPerSecond: fps, compressionLevel: compress_level, text: metadata }
    const file = await saveAnimatedPng(images, folders.output, filename_prefix, options)
    report({ kind: 'image', image: { ...file, type: 'output' } })
    return {}
  },
})
