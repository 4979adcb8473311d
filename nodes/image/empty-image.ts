import { bytesOf } from '../../engine/image/filters/color.ts'
import { affordable, pieces } from '../../engine/tensor/affordable.ts'
import { sizeOf } from '../../engine/tensor/tensor.ts'
import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { height, width } from '../geometry.ts'
import { image } from '../sockets.ts'

const side = { min: 1, step: 1 }

export default defineNode({
  type: 'EmptyImage',
  title: 'EmptyImage',
  about: 'Makes pictures of one colour.',
  inputs: {
    width: width(side),
    height: height(side),
    batch_size: int({ default: 1, min: 1, max: 4096, help: 'Number of pictures.' }),
    color: int({
      default: 0,
      min: 0,
      max: 0xffffff,
      help: '65536·red + 256·green + blue, each from 0 to 255. 0 is black.',
    }),
  },
  outputs: { IMAGE: image },

  run({ width, height, batch_size, color }) {
    const dims = affordable([batch_size, height, width, 3], pieces(batch_size, width, height))
    const rgb = bytesOf(color).map(byte => byte / 255)
    const data = new Float32Array(sizeOf(dims))
    for (let i = 0; i < data.length; i++) data[i] = rgb[i % 3]!
    return { IMAGE: { dims, data } }
  },
})
