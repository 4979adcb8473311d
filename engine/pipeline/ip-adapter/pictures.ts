import type { Image, Mask } from '../../image/image.ts'
import { middleSquareAt } from '../../image/transform/middle-square.ts'
import { maskFromPlanes, maskToPlanes } from '../../image/transform/planes.ts'
import type { Tensor } from '../../tensor/tensor.ts'
import type { ClipVision } from '../clip-vision.ts'
import type { Model } from '../types.ts'
import { applyIpAdapter, type EncodedPictures, type IpAdapterOptions } from './apply.ts'
import { type EncodeContext, encodeNothing, encodePictures } from './embeds.ts'
import { type Enhancement, enhanced, partsOf } from './enhance.ts'
import { type IpAdapter, visionFor } from './load.ts'

/** Pictures to draw like, [M, H, W, 3 or 4]. */
export interface Pictures {
  readonly image: Image
  /** What guidance compares the picture with; none by default. */
  readonly negative?: Image | undefined
  /** In place of `image` where the composition is decided; SDXL only. */
  readonly composition?: Image | undefined
  /** The encoder also sees the parts of `image`. */
  readonly enhancement?: Enhancement | undefined
  /** What is seen of `image`, [1 or M, H, W], any size. */
  readonly mask?: Mask | undefined
  /** The picture encoder; by default the adapter's. */
  readonly vision?: ClipVision | undefined
}

/** A mask of pictures of 224², which the adapters' encoders take. */
const squareMask = (mask: Mask): Mask => maskFromPlanes(middleSquareAt(maskToPlanes(mask), 224))

/**
 * Pictures as an adapter reads them.
 *
 * @throws RangeInputError when there is no picture encoder
 */
export async function encodeForAdapter(
  adapter: IpAdapter,
  { image, negative, composition, enhancement, mask, vision }: Pictures,
  context: EncodeContext,
): Promise<EncodedPictures> {
  const encoder = visionFor(adapter, vision)
  const encode = (pictures: Image) => encodePictures(adapter, encoder, pictures, context)
  const whole = await encodePictures(adapter, encoder, image, context, mask && squareMask(mask))
  const drawn =
    enhancement && enhancement.tiles > 1
      ? enhanced(whole, await encode(partsOf(image, enhancement.tiles)), enhancement)
      : whole
  const avoided = negative ? await encode(negative) : await encodeNothing(adapter, () => encoder, drawn, context)
  return { drawn, avoided, ...(composition && { composition: await encode(composition) }) }
}

/** Encodes pictures and puts them on a model. @throws as `encodeForAdapter` and `applyIpAdapter` */
export async function applyPictures(
  model: Model,
  adapter: IpAdapter,
  pictures: Pictures,
  options: IpAdapterOptions,
  context: EncodeContext,
): Promise<Model> {
  const encoded = await encodeForAdapter(adapter, pictures, context)
  return applyIpAdapter(model, adapter, encoded, options, context.sessions)
}

/** Puts encoded pictures on a model. @throws as `encodeForAdapter`, where `avoided` is not given, and `applyIpAdapter` */
export async function applyEmbeds(
  model: Model,
  adapter: IpAdapter,
  { drawn, avoided, vision }: { drawn: Tensor; avoided: Tensor | undefined; vision: ClipVision | undefined },
  options: IpAdapterOptions,
  context: EncodeContext,
): Promise<Model> {
  const none = avoided ?? (await encodeNothing(adapter, () => visionFor(adapter, vision), drawn, context))
  return applyIpAdapter(model, adapter, { drawn, avoided: none }, options, context.sessions)
}
