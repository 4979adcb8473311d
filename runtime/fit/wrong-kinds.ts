import { fitsUse, isFileUse, whyNot } from '../../engine/recognise/file-use.ts'
import { WorkflowError } from '../../graph/errors.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { Plan, Step } from '../../graph/plan.ts'
import { describePlace } from '../../graph/planning/literal.ts'
import type { Specs } from '../../graph/prompt.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { fileNoun } from '../library/folders.ts'
import type { PickedFile, PickedFiles } from './picked-files.ts'

/**
 * Files picked for what they are not, as a LoRA in Load Checkpoint, and files of models that do not run here. What is of
 * no kind known here is let through: its node may know better.
 */
export function wrongKinds(plan: Plan, specs: Specs, files: PickedFiles): WorkflowError[] {
  return plan.steps.flatMap(step => {
    const wrong = files.get(step.id)?.find(({ name, description, use }) => whyNot(name, description, use) !== null)
    return wrong && wrong.description.kind !== 'unknown' ? [errorOf(step, wrong, specs)] : []
  })
}

function errorOf(step: Step, file: PickedFile, specs: Specs): WorkflowError {
  const place = { nodeId: step.id, nodeType: step.type, title: step.title, input: file.input, received: file.name }
  const why = whyNot(file.name, file.description, file.use)
  return new WorkflowError('wrong-file', `${describePlace(place)}: ${why}.${advice(file, specs)}`, place)
}

/** Which node takes such a file: of several the plainest, which is among the loaders and has the shortest name. */
function advice({ description }: PickedFile, specs: Specs): string {
  if (description.refusal !== undefined) return ''
  const takers = [...specs.values()].filter(({ inputs }) =>
    Object.values(inputs).some(port => {
      const use = isFile(port) ? fileNoun(port.folder) : ''
      return isFileUse(use) && fitsUse(description, use)
    }),
  )
  const isElsewhere = ({ category }: NodeSpec) => Number(category !== 'loaders')
  const [taker] = takers.toSorted((a, b) => isElsewhere(a) - isElsewhere(b) || a.type.length - b.type.length)
  if (taker) return ` ${taker.title} takes it.`
  return description.kind === 'embedding' ? ' Write embedding:NAME in a prompt to use it.' : ''
}
