import type { Image, Mask } from '../../../../engine/image/image.ts'
import type { WeightType } from '../../../../engine/pipeline/ip-adapter/weight-types.ts'
import type { Range } from '../../../../engine/pipeline/types.ts'

/** Pictures for one adapter, each with where and how much it counts. */
export type IpAdapterParams = readonly {
  readonly image: Image
  readonly mask: Mask | undefined
  readonly weight: number
  readonly type: WeightType
  readonly range: Range
}[]
