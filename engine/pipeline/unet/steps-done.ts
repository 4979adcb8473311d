import type { StepsDone } from '../../text/prompt-editing.ts'

/** Where a sampling is at a noise level. */
export type StepsAt = (sigma: number) => StepsDone

/** @param sigmas  the noise levels of the steps, descending */
export const stepsOf =
  (sigmas: Float32Array): StepsAt =>
  sigma => ({
    done: Math.max(
      0,
      sigmas.findLastIndex(level => level >= Math.fround(sigma)),
    ),
    of: sigmas.length - 1,
  })
