import { tileLayout } from '../../../../engine/image/transform/tile-layout.ts'
import { int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image, tileLayout as layout } from '../../../sockets.ts'

export default defineNode({
  type: 'ETN_TileLayout',
  title: 'Create Tile Layout',
  about: 'Divides a picture into tiles that overlap, for work on one after the other (External Tooling).',
  inputs: {
    image: { ...image, help: 'Only its size counts.' },
    min_tile_size: int({ default: 512, min: 64, max: 8192, step: 8, help: 'Tiles get this size or a larger one.' }),
    padding: int({ default: 32, min: 0, max: 8192, step: 8, help: 'Pixels by which a tile reaches into the next.' }),
    blending: int({ default: 8, min: 0, max: 256, step: 8, help: 'The width of the soft edge, at most the padding.' }),
    multiple: int({ default: 8, min: 1, max: 1024, help: 'Sizes of picture and tiles are multiples of it.' }),
  },
  outputs: { layout },

  run: ({ image, min_tile_size: least, padding, blending, multiple }) => ({
    layout: tileLayout(image, { least, padding, blending, multiple }),
  }),
})
