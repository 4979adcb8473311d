import { byName } from '../../checkpoint/keys/mixture-keys.ts'
import { type Heads, type Residuals, type UnetHooks, type UnetInputs, unet } from '../../networks/unet.ts'
import type { Value } from '../../onnx/value.ts'
import type { Weights } from '../../onnx/weights.ts'

/**
 * What the layers of the input and output blocks read that experts may replace: attentions' projections and feed-forwards. What
 * several layers of a block read in common is there once.
 *
 * @returns [N, Σ C], the mean over the tokens for each layer that `isFirst`, in the order of their names
 */
export function layerInputs(w: Weights, inputs: UnetInputs, heads: Heads, added: Residuals, hooks: UnetHooks): Value {
  const means: [layer: string, mean: Value][] = []
  const reads = (layer: string, x: Value) => {
    const [n, length, width] = x.dims as [number, number, number]
    if (isFirst(layer))
      means.push([
        layer,
        x
          .in('float32')
          .sum([1])
          .mul(1 / length)
          .reshape([n, width]),
      ])
  }
  unet(w, { ...inputs, routing: { reads } }, heads, added, hooks)
  const [first, ...others] = means.toSorted(([a], [b]) => byName(a, b)).map(([, mean]) => mean)
  return first!.concat(others, 1)
}

/** The first layer of its block, in the order of their names, that reads the same. */
export const firstReader = (layer: string): string =>
  layer.replace(/attn1\.to_[qv]$/, 'attn1.to_k').replace(/attn2\.to_v$/, 'attn2.to_k')

const isFirst = (layer: string): boolean => !layer.startsWith('middle_block.') && firstReader(layer) === layer
