import { tileMask } from '../../../../engine/image/transform/tile-layout.ts'
import { optional, toggle } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { mask, tileLayout } from '../../../sockets.ts'
import { index } from './extract-image-tile.ts'

export default defineNode({
  type: 'ETN_GenerateTileMask',
  title: 'Generate Tile Mask',
  about: 'The part of a tile that is painted, without its overlap with the others (External Tooling).',
  inputs: {
    layout: tileLayout,
    index,
    blend: optional(toggle({ default: false, help: 'On: with the soft edge with which the tile is put back.' })),
  },
  outputs: { mask },
  run: ({ layout, index, blend = false }) => ({ mask: tileMask(layout, index, blend) }),
})
