import { tileOf } from '../../../../engine/image/transform/tile-layout.ts'
import { defineNode } from '../../../define.ts'
import { mask, tileLayout } from '../../../sockets.ts'
import { index } from './extract-image-tile.ts'

export default defineNode({
  type: 'ETN_ExtractMaskTile',
  title: 'Extract Mask Tile',
  about: 'Cuts one tile out of a mask (External Tooling).',
  inputs: { mask, layout: tileLayout, index },
  outputs: { tile: mask },
  run: ({ mask, layout, index }) => ({ tile: tileOf(mask, layout, index) }),
})
