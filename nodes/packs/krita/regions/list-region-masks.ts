import { stack } from '../../../../engine/tensor/tensor.ts'
import { defineNode } from '../../../define.ts'
import { mask, regions } from '../../../sockets.ts'
import { maskedRegions } from './region-list.ts'

export default defineNode({
  type: 'ETN_ListRegionMasks',
  title: 'List Region Masks',
  about: 'The masks of all regions as a batch, that of the background first (External Tooling).',
  inputs: { regions },
  outputs: { masks: mask },
  run: ({ regions }) => ({ masks: stack(maskedRegions(regions).map(({ mask }) => mask)) }),
})
