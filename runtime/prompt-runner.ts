import { type Plan, planInParts } from '../graph/plan.ts'
import type { Specs } from '../graph/prompt.ts'
import type { RunStatus } from './contract/run-event.ts'
import type { EngineHost } from './engine-process/host.ts'
import { pauses, withPauses } from './engine-process/pauses.ts'
import { createExecutor } from './executor.ts'
import type { Expander, Expansion, Follower, PromptRun } from './expander.ts'
import { createExpanders } from './expanders.ts'
import type { Library } from './library/library.ts'
import { pictureMetadata } from './metadata.ts'

/** Runs prompts as the editor and the command line have them: expanded, planned, executed, finished. */
export interface PromptRunner {
  /** Never rejects: what goes wrong is an `error` event and the status `failed`. */
  run(order: PromptRun): Promise<RunStatus>
}

export function createPromptRunner(
  host: EngineHost,
  library: Library,
  expanders: readonly Expander[] = createExpanders(),
): PromptRunner {
  const executor = createExecutor(host, library)
  return {
    async run(order) {
      const { specs } = await host.facts()
      const { expanded, expansions } = expand(order, specs, expanders)
      const planned = await planOf(expanded, specs, expansions).catch(error => {
        if (!order.signal.aborted) throw error
        return noPlan
      })
      const { on, followers } = followed(order, expansions)
      const whole = { ...pictureMetadata(order.prompt, order.workflow), ...order.extra }
      const { status, ms } = await executor.run({
        ...order,
        plan: planned,
        passing: new Set(expansions.flatMap(({ passing = [] }) => [...passing])),
        metadata: node => expansions.map(each => each.metadata?.(node)).find(each => each !== undefined) ?? whole,
        on,
      })
      const isComplete = await finish(followers)
      const all = status === 'done' && !isComplete ? 'failed' : status
      const isOvertaken = status === 'cancelled' && !order.signal.aborted
      order.on({ kind: 'run-end', status: all, ms, ...(isOvertaken && { isOvertaken }) })
      return all
    },
  }
}

function expand(order: PromptRun, specs: Specs, expanders: readonly Expander[]) {
  const expansions: Expansion[] = []
  let expanded = order
  for (const expander of expanders) {
    const expansion = expander.expand(expanded, specs)
    if (!expansion) continue
    expansions.push(expansion)
    expanded = { ...expanded, prompt: expansion.prompt, targets: expansion.targets }
  }
  return { expanded, expansions }
}

/** Of a run that was cancelled while it was planned. */
const noPlan: Plan = { steps: [], targets: [], errors: [] }

/** Where an expander has reported errors, that nothing else can run is not reported as well. */
async function planOf({ prompt, targets, signal }: PromptRun, specs: Specs, expansions: readonly Expansion[]) {
  const planned = await withPauses(planInParts(prompt, specs, targets), pauses(signal))
  const errors = expansions.flatMap(({ errors = [] }) => errors)
  if (errors.length === 0) return planned
  return { ...planned, errors: [...errors, ...planned.errors.filter(({ code }) => code !== 'no-outputs')] }
}

/** The last expansion receives the events first. */
function followed(order: PromptRun, expansions: readonly Expansion[]) {
  const followers: Follower[] = []
  let { on } = order
  for (const expansion of expansions) {
    const follower = expansion.follow?.(on)
    if (!follower) continue
    followers.unshift(follower)
    on = event => follower.receive(event)
  }
  return { on, followers }
}

async function finish(followers: readonly Follower[]): Promise<boolean> {
  let isComplete = true
  for (const follower of followers) isComplete = (await follower.finish()) && isComplete
  return isComplete
}
