import { bytesOf } from '../../engine/image/filters/color.ts'
import { roundHalfEven } from '../../engine/tensor/round-half-even.ts'
import { int } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { image, mask } from '../sockets.ts'

export default defineNode({
  type: 'ImageColorToMask',
  title: 'ImageColorToMask',
  about: 'Makes a mask of the pixels that have exactly one colour.',
  inputs: {
    image: { ...image, help: 'Rounded to 256 levels. Alpha is ignored.' },
    color: int({ default: 0, min: 0, max: 0xffffff, help: '65536·red + 256·green + blue, each from 0 to 255.' }),
  },
  outputs: { MASK: mask },

  run({ image: { dims, data }, color }) {
    const [n = 0, h = 0, w = 0, channels = 0] = dims
    const wanted = bytesOf(color)
    const level = (value: number) => roundHalfEven(Math.fround(Math.min(Math.max(value, 0), 1) * 255))
    const isWanted = (pixel: number) => wanted.every((byte, c) => level(data[pixel * channels + c]!) === byte)
    return { MASK: { dims: [n, h, w], data: Float32Array.from({ length: n * h * w }, (_, i) => Number(isWanted(i))) } }
  },
})
