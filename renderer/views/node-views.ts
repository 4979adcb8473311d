import { compareView } from '../compare/compare-view.tsx'
import { drawingNodeView } from '../drawing/drawing-node-view.tsx'
import { expertsView } from '../experts/experts-view.tsx'
import { fitView } from '../fit/fit-view.tsx'
import { recipesView } from '../recipes/recipes-view.tsx'
import type { NodeView } from '../studio/studio.ts'
import { trialView } from '../trial/trial-view.tsx'

/** The features of the window. main.tsx hands them to the studio, through which every part finds them. */
export const nodeViews: readonly NodeView[] = [
  compareView,
  drawingNodeView,
  expertsView,
  fitView,
  recipesView,
  trialView,
]
