import { compareGrids } from './compare/compare-grids.ts'
import type { Expander } from './expander.ts'

/** All expanders, in order: each receives the prompt that the one before it made. Each runner has its own. */
export const createExpanders = (): readonly Expander[] => [compareGrids()]
