import { RangeInputError } from '../../../engine/errors.ts'
import { deepShrink } from '../../../engine/pipeline/patches/downscale.ts'
import { patched } from '../../../engine/pipeline/types.ts'
import { choice, float, int, toggle } from '../../../graph/node.ts'
import { defineNode } from '../../define.ts'
import { model } from '../../sockets.ts'

const methods = ['bicubic', 'nearest-exact', 'bilinear', 'area', 'bislerp'] as const

export default defineNode({
  type: 'PatchModelAddDownscale',
  title: 'PatchModelAddDownscale (Kohya Deep Shrink)',
  about: 'Computes the inner blocks of the first steps at a smaller size, for large pictures without doubled subjects.',
  formula: deepShrink,
  inputs: {
    model,
    block_number: int({ default: 3, min: 1, max: 32, step: 1, help: 'The input block that scales down.' }),
    downscale_factor: float({
      default: 2,
      min: 0.1,
      max: 9,
      step: 0.001,
      help: 'The size of the picture divided by the size that the model was trained on is a good value.',
    }),
    start_percent: float({ default: 0, min: 0, max: 1, step: 0.001, help: 'When it begins: 0 is the first step.' }),
    end_percent: float({
      default: 0.35,
      min: 0,
      max: 1,
      step: 0.001,
      help: 'When it ends; details need the last steps at full size.',
    }),
    downscale_after_skip: toggle({ default: true, help: 'Keeps the skip of the block at full size.' }),
    downscale_method: choice(methods, { help: 'bislerp is not supported here.' }),
    upscale_method: choice(methods, { help: 'bislerp is not supported here.' }),
  },
  outputs: { MODEL: model },

  run(inputs) {
    const { downscale_method: down, upscale_method: up } = inputs
    if (down === 'bislerp' || up === 'bislerp')
      throw new RangeInputError('PatchModelAddDownscale does not support bislerp here: select bicubic or bilinear.')
    return {
      MODEL: patched(inputs.model, {
        kind: 'downscale',
        block: inputs.block_number,
        factor: inputs.downscale_factor,
        range: { start: inputs.start_percent, end: inputs.end_percent },
        afterSkip: inputs.downscale_after_skip,
        down,
        up,
      }),
    }
  },
})
