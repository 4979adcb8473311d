import type { Image } from '../../../../engine/image/image.ts'
import {
  crossFades,
  frameWeights,
  frameWeightsFormula,
  type WeightsStrategy,
  weightTimings,
} from '../../../../engine/pipeline/ip-adapter/frame-weights.ts'
import { choice, int, optional, text } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import { image, maybe, numbers, weightsStrategy, whole } from '../../../sockets.ts'

const frame = (initial: number, help: string) => int({ default: initial, min: 0, max: 9999, help })
const picture = maybe(image)

/** What both nodes of weights give. */
export function weightsOf(strategy: WeightsStrategy, image: Image | undefined) {
  const { weights, first, second } = frameWeights(strategy, image)
  return {
    weights,
    weights_invert: weights.toReversed(),
    total_frames: weights.length,
    image_1: first,
    image_2: second,
    weights_strategy: strategy,
  }
}

export default defineNode({
  type: 'IPAdapterWeights',
  title: 'IPAdapter Weights',
  about: 'Makes a weight for each image of a batch, so that one picture fades into the next (IPAdapter plus).',
  formula: frameWeightsFormula,
  inputs: {
    weights: text({
      default: '1.0, 0.0',
      multiline: true,
      verbatim: true,
      help: 'custom: the weight of each image. Otherwise the first and the last count.',
    }),
    timing: choice(weightTimings, {
      default: 'linear',
      help: 'How the weight goes from the first to the last; random gives the same numbers each time.',
    }),
    frames: frame(0, 'Images for each picture; at least 2. Ignored for custom.'),
    start_frame: frame(0, 'The image where the change begins.'),
    end_frame: frame(9999, 'The image where the change ends, at most frames.'),
    add_starting_frames: frame(0, 'Images before, like the first picture.'),
    add_ending_frames: frame(0, 'Images after, like the last picture.'),
    method: choice(crossFades, {
      help: 'full batch: the pictures one after the other. shift: each fades into the next. alternate: even and odd pictures fade back and forth.',
    }),
    image: optional({ ...image, help: 'The pictures, as a batch.' }),
  },
  outputs: {
    weights: numbers,
    weights_invert: numbers,
    total_frames: whole,
    image_1: picture,
    image_2: picture,
    weights_strategy: weightsStrategy,
  },

  run: ({ image, ...strategy }) => weightsOf({ ...strategy, frame_count: image?.dims[0] ?? 0 }, image),
})
