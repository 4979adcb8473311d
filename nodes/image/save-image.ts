import { saveImages } from '../../engine/image/files/save-images.ts'
import { text } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image } from '../sockets.ts'

export default defineNode({
  type: 'SaveImage',
  title: 'Save Image',
  about: 'Saves pictures as numbered PNG files with their workflow; drop one on the canvas to open it.',
  inputs: {
    images: image,
    filename_prefix: text({
      isPath: true,
      default: 'ComfyUI',
      help: 'May contain subfolders and %width%, %height%, %year%, %month%, %day%, %hour%, %minute%, %second%.',
    }),
  },
  outputs: {},
  isOutput: true,

  async run({ images, filename_prefix }, { folders, metadata, report }) {
    for (const file of await saveImages(images, folders.output, filename_prefix, { text: metadata }))
      report({ kind: 'image', image: { ...file, type: 'output' } })
    return {}
  },
})
