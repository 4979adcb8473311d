import { defineNode } from '../../../define.ts'
import { applyPictures } from '../../../pipeline.ts'
import { howOf, picturesOf } from '../how.ts'
import pair from '../ip-adapter-style-composition.ts'

const { combine_embeds: _, ...inputs } = pair.inputs

export default defineNode({
  type: 'IPAdapterStyleCompositionBatch',
  title: 'IPAdapter Style & Composition Batch SDXL',
  about: 'Takes for each image of a batch style and composition of its own two pictures, on SDXL (IPAdapter plus).',
  formula: pair.formula!,
  inputs,
  outputs: pair.outputs,

  async run({ model, ipadapter, weight_style: weight, weight_composition: composition, ...inputs }, context) {
    const pictures = { ...picturesOf({ ...inputs, image: inputs.image_style }), composition: inputs.image_composition }
    const type = inputs.expand_style ? ('strong style and composition' as const) : ('style and composition' as const)
    const how = { ...howOf(inputs), type, weight, composition, unfold: true }
    return { MODEL: await applyPictures(model, ipadapter, pictures, how, context) }
  },
})
