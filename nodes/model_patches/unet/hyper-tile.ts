import { tiledAttention } from '../../../engine/pipeline/patches/hyper-tile.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { int, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

export default defineNode({
  type: 'HyperTile',
  title: 'HyperTile',
  about: 'Computes self-attention in tiles, which makes large pictures faster.',
  formula: tiledAttention,
  inputs: {
    model,
    tile_size: int({ default: 256, min: 1, max: 2048, help: 'The smallest size of a tile, in pixels.' }),
    swap_size: int({
      default: 2,
      min: 1,
      max: 128,
      help: 'The number of tile sizes from which each attention selects one at random, so that seams do not coincide.',
    }),
    max_depth: int({
      default: 0,
      min: 0,
      max: 10,
      help: '0 uses tiles only in the outermost blocks; each further 1 adds the next inner blocks.',
    }),
    scale_depth: toggle({ default: false, help: 'Inner blocks get tiles that cover more of the picture.' }),
  },
  outputs: { MODEL: model },
  run: ({ model, tile_size, swap_size, max_depth, scale_depth }) => ({
    MODEL: patched(model, {
      kind: 'hyper-tile',
      tileSize: tile_size,
      swapSize: swap_size,
      maxDepth: max_depth,
      scaleDepth: scale_depth,
    }),
  }),
})
