import { maskFromPlanes, maskToPlanes } from '../../engine/image/transform/planes.ts'
import { fitTo } from '../../engine/tensor/resize/scale.ts'
import { stack } from '../../engine/tensor/tensor.ts'
import { growing } from '../../graph/node.ts'
import { defineNode } from '../define.ts'
import { mask } from '../sockets.ts'

export default defineNode({
  type: 'BatchMasksNode',
  title: 'Batch Masks',
  about: 'Joins batches of masks. All get the size of the first; they are cropped on both sides.',
  inputs: growing('masks', { prefix: 'mask', max: 50 }, mask),
  outputs: { MASK: mask },

  run(inputs) {
    const planes = Object.values(inputs).flatMap(each => (each === undefined ? [] : [maskToPlanes(each)]))
    return { MASK: maskFromPlanes(stack(planes.map(each => fitTo(each, planes[0]!, 'bilinear')))) }
  },
})
