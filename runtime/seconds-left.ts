/**
 * How long a node still needs, from how long its steps took. The first step also compiles and loads, so only the time
 * between two reports counts; of these the last few, because a machine's speed changes while it works.
 */
export interface StepClock {
  /** @returns seconds left after `done` of `of` steps; null while it cannot be known */
  tick(done: number, of: number): number | null
}

const remembered = 4

export function stepClock(now: () => number = () => performance.now()): StepClock {
  const reports: { readonly done: number; readonly at: number }[] = []
  return {
    tick(done, of) {
      reports.push({ done, at: now() })
      if (reports.length > remembered + 1) reports.shift()
      const [first, last] = [reports[0]!, reports.at(-1)!]
      if (done >= of) return 0
      if (last.done <= first.done) return null
      return (((last.at - first.at) / (last.done - first.done)) * (of - done)) / 1000
    },
  }
}
