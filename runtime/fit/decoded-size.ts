import { RangeInputError } from '../../engine/errors.ts'
import { memoryLimit } from '../../engine/memory.ts'
import { affordable, pieces } from '../../engine/tensor/affordable.ts'
import { WorkflowError } from '../../graph/errors.ts'
import type { Plan, Step } from '../../graph/plan.ts'
import { describePlace } from '../../graph/planning/literal.ts'
import { wireType } from '../../graph/port-types.ts'
import type { Specs } from '../../graph/prompt.ts'

/** What of the memory a run may use: what is in use now may be released until then. */
const most = () => memoryLimit() / 2

/**
 * Empty latents whose pictures can never fit into memory. The sampling in between may take hours, so they are refused before
 * anything runs. Only what samplers lie between is followed: other nodes may change the size or the number.
 */
export function tooLargeToDecode(plan: Plan, specs: Specs, memory = most): WorkflowError[] {
  const steps = new Map(plan.steps.map(step => [step.id, step]))
  const found = new Map<string, WorkflowError>()
  for (const step of plan.steps) {
    if (!gives(step, 'IMAGE', specs)) continue
    const source = sizedLatentOf(step, steps, specs)
    const error = source && !found.has(source.id) && errorOf(source, memory)
    if (error) found.set(source.id, error)
  }
  return [...found.values()]
}

const gives = ({ type }: Step, wire: string, specs: Specs): boolean =>
  Object.values(specs.get(type)?.outputs ?? {}).some(output => output.type === wire)

/** The step that sets the size of the latent that a step reads; samplers are passed. */
function sizedLatentOf(step: Step, steps: ReadonlyMap<string, Step>, specs: Specs): Step | undefined {
  const ports = specs.get(step.type)?.inputs ?? {}
  for (const [name, input] of Object.entries(step.inputs)) {
    if (input.kind !== 'link' || !ports[name] || wireType(ports[name]) !== 'LATENT') continue
    const source = steps.get(input.from)
    if (!source) return undefined
    if (sizeOf(source)) return source
    return 'model' in source.inputs || 'guider' in source.inputs ? sizedLatentOf(source, steps, specs) : undefined
  }
  return undefined
}

function sizeOf({ inputs }: Step): { readonly width: number; readonly height: number; readonly count: number } | null {
  const number = (name: string) => {
    const input = inputs[name]
    return input?.kind === 'value' && typeof input.value === 'number' ? input.value : null
  }
  const [width, height] = [number('width'), number('height')]
  return width && height ? { width, height, count: number('batch_size') ?? 1 } : null
}

function errorOf(step: Step, memory: () => number): WorkflowError | null {
  const { width, height, count } = sizeOf(step)!
  try {
    // A batch is copied out of its pictures.
    affordable([count > 1 ? 2 * count : 1, height, width, 3], `decoding ${pieces(count, width, height)}`, memory)
    return null
  } catch (error) {
    if (!(error instanceof RangeInputError)) throw error
    const place = { nodeId: step.id, nodeType: step.type, title: step.title }
    return new WorkflowError('too-big', `${describePlace(place)}: ${error.message}`, place, { cause: error })
  }
}
