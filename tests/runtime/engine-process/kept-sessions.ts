import type { Sessions } from '../../../engine/runtime/sessions.ts'
import * as builtIn from '../../../runtime/engine-process/built-in.ts'
import type { Workload } from '../../../runtime/engine-process/workload.ts'

/** The product's workload, whose compiled networks stay for the next editor (kept-engine.ts). */
export { loadNodes } from '../../../runtime/engine-process/built-in.ts'

let kept: Promise<Sessions> | undefined

export const openSessions: Workload['openSessions'] = (settings, notice) => {
  // Tests of two workers run side by side: one thread each.
  kept ??= builtIn.openSessions({ ...settings, threads: 1 }, notice)
  return kept
}
