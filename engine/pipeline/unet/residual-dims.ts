import type { TensorInfo } from '../../checkpoint/files/safetensors.ts'

/**
 * The shape of everything that may be added inside a UNet, by place (networks/unet.ts): as many channels as its encoder's
 * block has there, half the size after every layer that halves.
 *
 * @param tensors  the UNet's, under CompVis' names
 * @param latent   [N, C, h, w]
 */
export function residualDims(
  tensors: ReadonlyMap<string, TensorInfo>,
  latent: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  const [n = 0, , h = 0, w = 0] = latent
  const outOf = (layer: string) =>
    LAST.map(name => tensors.get(`${layer}.${name}`)?.shape[0]).find(channels => channels !== undefined)
  const dims = new Map<string, readonly number[]>()
  let [height, width, last] = [h, w, [] as readonly number[]]
  for (let i = 0; ; i++) {
    const channels = outOf(`input_blocks.${i}.0`)
    if (channels === undefined) return dims.set('middle', last)
    if (tensors.has(`input_blocks.${i}.0.op.weight`)) [height, width] = [Math.ceil(height / 2), Math.ceil(width / 2)]
    last = [n, channels, height, width]
    dims.set(`skip.${i}`, last).set(`input.${i}`, last)
  }
}

/** A block's first layer decides its channels: a res block, a halving convolution, a plain one. */
const LAST = ['out_layers.3.weight', 'op.weight', 'weight'] as const
