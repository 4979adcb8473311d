import { readWorkflow } from '../../graph/import/read-workflow.ts'
import type { Step } from '../../graph/plan.ts'
import { planInParts } from '../../graph/plan.ts'
import { convertInParts, type Specs } from '../../graph/prompt.ts'
import type { NodeSentence } from '../contract/answers.ts'
import { pauses, withPauses } from '../engine-process/pauses.ts'
import type { Library } from '../library/library.ts'
import { familyConflicts } from './families.ts'
import { pickedFiles } from './picked-files.ts'
import { wrongKinds } from './wrong-kinds.ts'

/**
 * What does not fit together in a document that is still being wired: files of other families, files in the wrong loader, and
 * values that a wire brings to an input which does not take them.
 * Outputs and inputs that are missing do not matter. Nothing runs; file headers are read.
 *
 * @returns  a sentence for each node, by its id in the document
 */
export async function conflictsIn(text: string, specs: Specs, library: Library): Promise<NodeSentence[]> {
  const pause = pauses()
  const { prompt, fill } = await withPauses(
    convertInParts(readWorkflow(text, specs), specs, { random: () => 0 }),
    pause,
  )
  const found = await withPauses(planInParts(fill(prompt), specs, Object.keys(prompt)), pause)
  const steps = inOrder([...found.steps, ...(found.stopped ?? [])])
  const plan = { ...found, steps }
  const files = await pickedFiles(plan, specs, library, pause)
  const outOfRange = found.errors.filter(({ place }) => place.wires !== undefined)
  const errors = [...familyConflicts(plan, specs, files), ...wrongKinds(plan, specs, files), ...outOfRange]
  const sentences = errors.map(({ message, place: { nodeId = '', wires = [] } }) => {
    const [node = '', ...inside] = nodeId.split(':')
    // The wires inside a subgraph are not those of its node.
    return { node, message, wires: inside.length > 0 ? [] : wires }
  })
  return [...new Map(sentences.map(each => [each.node, each])).values()]
}

/** Each after all it reads; what a circle needs comes in any order. */
function inOrder(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map(step => [step.id, step]))
  const ordered = new Set<Step>()
  const seen = new Set<string>()
  for (const { id } of steps) {
    const waiting = [{ id, isRead: false }]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const step = byId.get(next.id)
      if (next.isRead && step) ordered.add(step)
      if (next.isRead || !step || seen.has(next.id)) continue
      seen.add(next.id)
      waiting.push({ id: next.id, isRead: true })
      for (const input of Object.values(step.inputs))
        if (input.kind === 'link') waiting.push({ id: input.from, isRead: false })
    }
  }
  return [...ordered]
}
