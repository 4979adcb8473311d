import { defineNode } from '../../define.ts'
import { preview } from '../../preview.ts'
import { image } from '../../sockets.ts'

export default defineNode({
  type: 'SaveImageWebsocket',
  title: 'SaveImageWebsocket',
  about: 'Sends pictures as PNG to the program that queued the prompt; in the editor they are shown and not saved.',
  inputs: { images: image },
  outputs: {},
  isOutput: true,

  async run({ images }, context) {
    // The server reads the files and sends them, see server/comfyui/.
    await preview(images, context)
    return {}
  },
})
