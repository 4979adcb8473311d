import type { FileRef } from '../../checkpoint/files/file-ref.ts'
import type { Tensors } from '../../checkpoint/files/safetensors.ts'
import { RangeInputError } from '../../errors.ts'
import type { Formula } from '../../formula.ts'
import { Value } from '../../onnx/value.ts'
import { Weights } from '../../onnx/weights.ts'
import { rows, stack, type Tensor } from '../../tensor/tensor.ts'
import type { ActivePatch } from './active-patch.ts'

export const fooocusFormula: Formula = {
  lines: [
    'h₀ ← h₀ + W ∗ [mask, latent]',
    'h₀: the result of the first layer; a patch of the other weights belongs to it',
  ],
  source: 'github.com/lllyasviel/Fooocus, as comfyui-inpaint-nodes computes it',
}

/** The head beside the first layer. */
export interface FooocusInpaint {
  readonly kind: 'fooocus-inpaint'
  readonly file: FileRef
  readonly tensors: Tensors
  /** What the head reads: mask and latent in model scale, with a border that repeats the edge, [N, 5, h + 2, w + 2]. */
  readonly seen: Tensor
}

export const fooocusInpaint = (
  { file, tensors, seen }: FooocusInpaint,
  { name, latent: { height, width } }: { name: string; latent: { height: number; width: number } },
): ActivePatch => {
  const [count = 1, channels = 5, h = 0, w = 0] = seen.dims
  if (h !== height + 2 || w !== width + 2)
    throw new RangeInputError(
      `The inpaint patch was made for ${8 * (w - 2)}×${8 * (h - 2)} pixels, and the picture is ${8 * width}×${8 * height}: give it the latent that is sampled.`,
    )
  return {
    key: JSON.stringify(['fooocus-inpaint', file.path, file.fingerprint]),
    feeds: {},
    imageFeeds: images => ({
      [`${name}.seen`]: stack(images.map(({ row }) => rows(seen, row % count, (row % count) + 1))),
    }),
    hooks({ graph }) {
      const own = new Map([...tensors].map(([key, info]) => [`${name}/${key}`, info]))
      const head = new Weights(graph, { path: file.path, tensors: own }, undefined, `${name}/head`)
      return {
        input(x, block) {
          if (block !== 0) return x
          head.expect('weight', [x.dims[1]!, channels, 3, 3])
          return x.add(Value.input(graph, `${name}.seen`, [x.dims[0]!, channels, h, w]).conv2d(head))
        },
      }
    },
  }
}
