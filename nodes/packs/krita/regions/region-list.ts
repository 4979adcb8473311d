import { RangeInputError } from '../../../../engine/errors.ts'
import type { Mask } from '../../../../engine/image/image.ts'
import type { Conditioning } from '../../../../engine/pipeline/types.ts'
import { rows, sameDims } from '../../../../engine/tensor/tensor.ts'

/** Prompts with the part of the picture where each counts, the lowest first. The first may be all that the others leave. */
export type RegionList = readonly { readonly mask: Mask | null; readonly conditioning: Conditioning }[]

interface MaskedRegion {
  /** [1, H, W] */
  readonly mask: Mask
  readonly conditioning: Conditioning
}

/** The regions with the mask of the background. @throws RangeInputError when there are fewer than two, or masks differ in size */
export function maskedRegions(regions: RegionList): readonly MaskedRegion[] {
  const others = regions.flatMap(({ mask, conditioning }) => (mask ? [{ mask: rows(mask, 0, 1), conditioning }] : []))
  const [first] = others
  if (regions.length < 2 || !first)
    throw new RangeInputError('Regions need at least two: a background and a Define Region with a mask.')
  if (!others.every(({ mask }) => sameDims(mask, first.mask)))
    throw new RangeInputError('The masks of the regions have different sizes: they must be equal.')
  if (regions[0]!.mask) return others
  const sum = first.mask.data.map((_, i) => others.reduce((total, { mask }) => total + mask.data[i]!, 0))
  const rest = { dims: first.mask.dims, data: sum.map(value => 1 - value) }
  return [{ mask: rest, conditioning: regions[0]!.conditioning }, ...others]
}
