import { float, int } from '../../../../graph/node.ts'
import emptyLatentImage from '../../../latent/empty-latent-image.ts'

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
