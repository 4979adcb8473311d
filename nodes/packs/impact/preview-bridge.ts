import { zeros } from '../../../engine/tensor/tensor.ts'
import { choice, optional, text, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { preview } from '../../preview.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'PreviewBridge',
  title: 'Preview Bridge (Image)',
  about: 'Shows pictures and passes them on, with an empty mask (Impact Pack).',
  inputs: {
    images: image,
    image: text({ verbatim: true, help: 'Ignored: where the pack keeps a mask that was painted on the preview.' }),
    block: optional(toggle({ default: false, help: 'Ignored: what follows always runs.' })),
    restore_mask: optional(
      choice(['never', 'always', 'if_same_size'], { help: 'Ignored: masks are painted with a Scribble Canvas here.' }),
    ),
  },
  outputs: { IMAGE: image, MASK: mask },
  isOutput: true,

  async run({ images }, context) {
    await preview(images, context)
    return { IMAGE: images, MASK: zeros([1, 64, 64]) }
  },
})
