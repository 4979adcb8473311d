import { compareGrids } from './compare/compare-grids.ts'
import type { Expander } from './expander.ts'

/** All there are, each given what the one before it made; what they remember lasts as long as their runner. */
export const createExpanders = (): readonly Expander[] => [compareGrids()]
