import { mergeTile } from '../../../../engine/image/transform/tile-layout.ts'
import { defineNode } from '../../../define.ts'
import { image, tileLayout } from '../../../sockets.ts'
import { index } from './extract-image-tile.ts'

export default defineNode({
  type: 'ETN_MergeImageTile',
  title: 'Merge Image Tile',
  about: 'Puts a tile back into pictures, with a soft edge (External Tooling).',
  inputs: { image, layout: tileLayout, index, tile: { ...image, help: 'Of the size of the tile.' } },
  outputs: { image },
  run: ({ image, layout, index, tile }) => ({ image: mergeTile(image, layout, index, tile) }),
})
