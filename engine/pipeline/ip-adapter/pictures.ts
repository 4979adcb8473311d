import type { Image } from '../../image/image.ts'
import type { ClipVision } from '../clip-vision.ts'
import type { Model } from '../types.ts'
import { applyIpAdapter, type IpAdapterOptions } from './apply.ts'
import { type EncodeContext, encodeNothing, encodePictures } from './embeds.ts'
import { type IpAdapter, visionFor } from './load.ts'

/** Pictures to draw like, [M, H, W, 3 or 4]. */
export interface Pictures {
  readonly image: Image
  /** What guidance compares the picture with; none by default. */
  readonly negative?: Image | undefined
  /** In place of `image` where the composition is decided; SDXL only. */
  readonly composition?: Image | undefined
  /** The picture encoder; by default the adapter's. */
  readonly vision?: ClipVision | undefined
}

/**
 * Encodes pictures and puts them on a model.
 *
 * @throws RangeInputError when there is no picture encoder or another one than the adapter's, CheckpointError as `applyIpAdapter`
 */
export async function usePictures(
  model: Model,
  adapter: IpAdapter,
  { image, negative, composition, vision }: Pictures,
  options: IpAdapterOptions,
  context: EncodeContext,
): Promise<Model> {
  const encoder = visionFor(adapter, vision)
  const encode = (pictures: Image) => encodePictures(adapter, encoder, pictures, context)
  const drawn = await encode(image)
  const avoided = negative ? await encode(negative) : await encodeNothing(adapter, () => encoder, drawn, context)
  const seen = { drawn, avoided, ...(composition && { composition: await encode(composition) }) }
  return applyIpAdapter(model, adapter, seen, options, context.sessions)
}
