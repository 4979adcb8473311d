import { colorMatchFormula, matchColors } from '../../../engine/image/filters/color-match.ts'
import type { Image, Mask } from '../../../engine/image/image.ts'
import { maskFromPlanes, maskToPlanes } from '../../../engine/image/transform/planes.ts'
import { resize } from '../../../engine/tensor/resize/resize.ts'
import { float, optional } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { image, mask } from '../../sockets.ts'

export default defineNode({
  type: 'INPAINT_ColorMatch',
  title: 'Color Match (Masked)',
  about: 'Gives a picture the colours of another, by what is outside the mask (Inpaint Nodes).',
  formula: colorMatchFormula,
  inputs: {
    target: { ...image, help: 'Its colours are changed.' },
    reference: { ...image, help: 'Its colours are taken.' },
    exclude_mask: optional({ ...mask, help: 'White parts do not count. Resized to both pictures.' }),
    strength: float({ default: 1, min: 0, max: 1, step: 0.01, help: '0 changes nothing.' }),
  },
  outputs: { image },

  run({ target, reference, exclude_mask: mask, strength }) {
    if (strength === 0) return { image: target }
    const excluded = mask && { target: sized(mask, target), reference: sized(mask, reference) }
    return { image: matchColors(target, reference, strength, excluded) }
  },
})

const sized = (mask: Mask, { dims: [, height = 1, width = 1] }: Image): Mask =>
  maskFromPlanes(resize(maskToPlanes(mask), { width, height, method: 'bilinear' }))
