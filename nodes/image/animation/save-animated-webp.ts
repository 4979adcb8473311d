import { saveAnimatedWebp } from '../../../engine/image/files/save-animation.ts'
import { choice, float, int, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

const efforts = { default: 4, fastest: 0, slowest: 6 } as const

export default defineNode({
  type: 'SaveAnimatedWEBP',
  title: 'SaveAnimatedWEBP',
  about: 'Saves a batch of pictures as one animated WebP file.',
  inputs: {
    images: image,
    filename_prefix: text({ isPath: true, default: 'ComfyUI', help: 'May contain subfolders, as with Save Image.' }),
    fps: float({ default: 6, min: 0.01, max: 1000, step: 0.01, help: 'Pictures per second.' }),
    lossless: toggle({ default: true, help: 'On: every pixel is kept, and the file is larger.' }),
    quality: int({ default: 80, min: 0, max: 100, help: 'Without lossless: 100 is best. With it: 100 takes longest.' }),
    method: choice(['default', 'fastest', 'slowest'], { help: 'slowest gives the smallest file.' }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, filename_prefix, fps, method, lossless, quality }, { folders, metadata, report }) {
    const options = { framesPerSecond: fps, lossless, quality, effort: efforts[method], text: metadata }
    const file = await saveAnimatedWebp(images, folders.output, filename_prefix, options)
    report({ kind: 'image', image: { ...file, type: 'output' } })
    return {}
  },
})
