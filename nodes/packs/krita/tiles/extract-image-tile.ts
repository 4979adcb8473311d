import { tileOf } from '../../../../engine/image/transform/tile-layout.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image, tileLayout } from '../../../sockets.ts'

/** Which tile. */
export const index = int({ default: 0, min: 0, max: 16_384, help: 'Tiles are counted from 0, down each column.' })

export default defineNode({
  type: 'ETN_ExtractImageTile',
  title: 'Extract Image Tile',
  about: 'Cuts one tile out of pictures (External Tooling).',
  inputs: { image, layout: tileLayout, index },
  outputs: { tile: image },
  run: ({ image, layout, index }) => ({ tile: tileOf(image, layout, index) }),
})
