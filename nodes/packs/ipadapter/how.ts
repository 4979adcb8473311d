import type { IpAdapterOptions } from '../../../engine/pipeline/ip-adapter/apply.ts'
import type { Pictures } from '../../../engine/pipeline/ip-adapter/pictures.ts'

/** What the nodes of IPAdapter plus ask alike, by the pack's names. */
interface Asked {
  readonly combine_embeds?: IpAdapterOptions['combine']
  readonly embeds_scaling: IpAdapterOptions['scaling']
  readonly attn_mask: IpAdapterOptions['mask']
  readonly start_at: number
  readonly end_at: number
}

export const howOf = ({ combine_embeds = 'concat', embeds_scaling, attn_mask, start_at, end_at }: Asked) => ({
  combine: combine_embeds,
  scaling: embeds_scaling,
  mask: attn_mask,
  range: { start: start_at, end: end_at },
})

interface AskedPictures {
  readonly image: Pictures['image']
  readonly image_negative: Pictures['negative']
  readonly clip_vision: Pictures['vision']
}

export const picturesOf = ({ image, image_negative: negative, clip_vision: vision }: AskedPictures): Pictures => ({
  image,
  negative,
  vision,
})
