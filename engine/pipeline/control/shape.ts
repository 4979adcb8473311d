import type { Safetensors, Tensors } from '../../checkpoint/files/safetensors.ts'
import { type ControlForm, controlTensors } from '../../checkpoint/keys/control-keys.ts'
import { adapterForm } from '../../networks/t2i-adapter.ts'

/** What a ControlNet reads and what it adds where, from its tensors under CompVis' names. */

/** D of the prompts that it reads; undefined where it reads none. */
export const contextWidthOf = (file: Safetensors): number | undefined =>
  [...controlTensors(file)].find(([key]) => /attn2\.to_k\.(weight|down)$/.test(key))?.[1].shape[1]

/** The width of pooled text and sizes together; only for SDXL. */
export const pooledWidthOf = (tensors: Tensors): number | undefined =>
  (tensors.get('label_emb.0.0.weight') ?? tensors.get('label_emb.0.0.down'))?.shape[1]

/** The channels of the latents that it reads. */
export const latentChannelsOf = (tensors: Tensors): number | undefined =>
  (tensors.get('input_blocks.0.0.weight') ?? tensors.get('input_blocks.0.0.down'))?.shape[1]

/** The input channels of its first layer; for a T2I-Adapter after unshuffling. */
export const firstChannels = (tensors: Tensors): number =>
  FIRST_LAYERS.map(key => tensors.get(key)?.shape[1]).find(channels => channels !== undefined) ?? 3
const FIRST_LAYERS = ['input_hint_block.0.weight', 'conv_in.weight', 'body.0.in_conv.weight']

/** The channels that it adds at each place in the UNet. */
export function channelsByPlace(form: ControlForm, tensors: Tensors): ReadonlyMap<string, number> {
  const out = (layer: string) => tensors.get(`${layer}.weight`)?.shape[0]
  if (form === 'adapter') {
    const last = (i: number) => out(`body.${i}.out_conv`) ?? out(`body.${2 * i + 1}.block2`) ?? 0
    return new Map(adapterForm(firstChannels(tensors)).places.map((place, i) => [place, last(i)]))
  }
  const places = new Map<string, number>()
  for (let i = 0; ; i++) {
    const channels = out(`zero_convs.${i}.0`)
    if (channels === undefined) return places.set('middle', out('middle_block_out.0') ?? 0)
    places.set(`skip.${i}`, channels)
  }
}

/**
 * The shapes that can be added inside a UNet, by place (networks/unet.ts): the channels of the encoder block at that place,
 * half the size after every layer that halves it.
 *
 * @param tensors  of the UNet, under CompVis' names
 * @param latent   [N, C, h, w]
 */
export function residualDims(tensors: Tensors, latent: readonly number[]): ReadonlyMap<string, readonly number[]> {
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

/** The last weight of a block's first layer has its channels: a res block, a halving convolution, a plain one. */
const LAST = ['out_layers.3.weight', 'op.weight', 'weight'] as const
