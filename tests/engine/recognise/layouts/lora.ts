import type { Layers, Layout } from './layout.ts'

const NAMES = {
  kohya: (module: string) => `lora_unet_${module.replaceAll('.', '_')}`,
  'kohya text': (module: string) => `lora_te_${module.replaceAll('.', '_')}`,
  diffusers: (module: string) => `unet.${module}`,
} as const

/**
 * A LoRA on every matrix and convolution of a network that `wanted` picks, at rank 8.
 *
 * @param names  how the file spells them; for kohya's on diffusers' names give a network under those
 */
export function loraOn(layers: Layers, names: keyof typeof NAMES, wanted = /./): Layout {
  const shapes: Record<string, readonly number[]> = {}
  const [down, up] = names === 'diffusers' ? ['lora_A', 'lora_B'] : ['lora_down', 'lora_up']
  for (const [key, shape] of layers) {
    const module = key.replace(/\.weight$/, '')
    if (module === key || shape.length < 2 || !wanted.test(module)) continue
    const [out = 0, ...rest] = shape
    shapes[`${NAMES[names](module)}.${down}.weight`] = [8, ...rest]
    shapes[`${NAMES[names](module)}.${up}.weight`] = [out, 8, ...rest.slice(1).map(() => 1)]
  }
  return shapes
}
