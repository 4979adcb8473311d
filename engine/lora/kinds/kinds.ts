import type { LoraKind } from '../modules.ts'
import { boft } from './boft.ts'
import { difference, replacement } from './difference.ts'
import { glora } from './glora.ts'
import type { Kind } from './kind.ts'
import { levels } from './levels.ts'
import { loha } from './loha.ts'
import { lokr } from './lokr.ts'
import { lowRank } from './low-rank.ts'
import { oft } from './oft.ts'

/** The formula of each kind. */
export const kinds: Readonly<Record<LoraKind, Kind>> = {
  'low-rank': lowRank,
  loha,
  lokr,
  glora,
  oft,
  boft,
  difference,
  replacement,
  levels,
}
