import { choice, float, int } from '../../../../graph/node.ts'
import { defineNode } from '../../../define.ts'
import emptyLatentImage from '../../../latent/empty-latent-image.ts'
import { latent, number, string, whole } from '../../../sockets.ts'

type Context = Parameters<typeof emptyLatentImage.run>[1]

/** Widgets that the nodes of sizes share. */
export const side = (value: number) => int({ default: value, min: 64, max: 8192, help: 'In pixels; for custom.' })
const factor = { default: 1, min: 0.1, max: 100, step: 0.1 }
export const upscaleFactor = float({ ...factor, help: 'Passed on, for a node that enlarges.' })
export const prescaleFactor = float({ ...factor, help: 'Multiplies width and height.' })
export const batchSize = int({
  default: 1,
  min: 1,
  max: 64,
  help: 'Pictures made in one run, each from different noise.',
})

/** The size that ends a choice such as `4:3 landscape 682x512`, or the given one, and an empty latent of that size. */
export async function sizeOf(
  choice: string,
  given: { readonly width: number; readonly height: number },
  { swap, scale = 1, batch }: { readonly swap: boolean; readonly scale?: number; readonly batch: number },
  context: Context,
) {
  const named = /(\d+)x(\d+)$/.exec(choice)
  const [w, h] = named ? [Number(named[1]), Number(named[2])] : [given.width, given.height]
  const [width, height] = (swap ? [h, w] : [w, h]).map(side => Math.trunc(side * scale)) as [number, number]
  const { LATENT } = await emptyLatentImage.run({ width, height, batch_size: batch }, context)
  return { width, height, empty_latent: LATENT }
}

export const sizeHelp = 'Width and height, the factors and the batch size are passed on beside the latent.'

/** A node that makes an empty latent of one of these sizes, or of `usual` × `usual` pixels. */
export const defineSizes = <const Ratio extends string>({
  ratios,
  usual,
  ...named
}: {
  readonly type: string
  readonly title: string
  readonly about: string
  readonly ratios: readonly [Ratio, ...Ratio[]]
  readonly usual: number
}) =>
  defineNode({
    ...named,
    inputs: {
      width: side(usual),
      height: side(usual),
      aspect_ratio: choice(ratios, { help: 'The size in pixels, at its end.' }),
      swap_dimensions: choice(['Off', 'On'], { help: 'On exchanges width and height.' }),
      upscale_factor: upscaleFactor,
      batch_size: batchSize,
    },
    outputs: {
      width: whole,
      height: whole,
      upscale_factor: number,
      batch_size: whole,
      empty_latent: latent,
      show_help: string,
    },

    async run({ aspect_ratio, swap_dimensions, upscale_factor, batch_size, ...given }, context) {
      const how = { swap: swap_dimensions === 'On', batch: batch_size }
      const size = await sizeOf(aspect_ratio, given, how, context)
      return { ...size, upscale_factor, batch_size, show_help: sizeHelp }
    },
  })
