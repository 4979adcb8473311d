import { fromPlanes, toPlanes } from '../../../engine/image/transform/planes.ts'
import { turn } from '../../../engine/tensor/turn.ts'
import { choice } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image } from '../../sockets.ts'

const rotations = ['none', '90 degrees', '180 degrees', '270 degrees'] as const

export default defineNode({
  type: 'ImageRotate',
  title: 'ImageRotate',
  about: 'Rotates pictures by a multiple of 90 degrees.',
  inputs: { image, rotation: choice(rotations, { help: 'Clockwise.' }) },
  outputs: { IMAGE: image },

  run: ({ image, rotation }) => ({ IMAGE: fromPlanes(turn(toPlanes(image), rotations.indexOf(rotation))) }),
})
