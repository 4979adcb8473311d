import { WorkflowError } from './errors.ts'
import type { Json } from './json.ts'
import type { NodeSpec } from './node.ts'
import { withoutUnusedBranches } from './planning/branches.ts'
import { atOnce, type InParts, itemsOfAPart } from './planning/in-parts.ts'
import { readInput, type StepInput } from './planning/inputs.ts'
import { withLoraLoaders } from './planning/lora-loaders.ts'
import { ancestors, ancestorsOfAll, circles, countAncestors, type Reads, rank, readersOf } from './planning/order.ts'
import { isGroup, leftOut, unknownNode } from './planning/unknown-node.ts'
import { isWidget } from './port-types.ts'
import { choiceOver, shownInputs } from './ports/cases.ts'
import type { Prompt, PromptNode, Specs } from './prompt.ts'
import { initialOf } from './widgets/widget-kinds.ts'

export type { StepInput } from './planning/inputs.ts'
export type { Literal } from './widgets/widget-kind.ts'

/** One node, ready to run: every literal has its widget's type, every link names an output. */
export interface Step {
  readonly id: string
  readonly type: string
  readonly title: string
  /** In the order of the definition; optional inputs may be absent. */
  readonly inputs: Readonly<Record<string, StepInput>>
}

export interface Plan {
  /** Each after all it reads; the outputs that need least come as early as they can. */
  readonly steps: readonly Step[]
  /** The outputs that can run. */
  readonly targets: readonly string[]
  /** Everything that is wrong with what the targets need; a plan may have errors and still have steps. */
  readonly errors: readonly WorkflowError[]
  /** Nodes at an end that are not here, beside outputs that are: the rest runs. */
  readonly notes?: readonly WorkflowError[]
  /** Steps of outputs that cannot run; what else is missing for them is reported at once. */
  readonly stopped?: readonly Step[]
}

/**
 * Checks what the targets need and puts it in order. As in ComfyUI, an error stops only the outputs that depend on it.
 * Linear in the prompt, but for the order of many outputs, which looks at all nodes again for every 32 of them.
 *
 * @param targets  ids of output nodes; all of them when absent
 */
export const plan = (whole: Prompt, specs: Specs, targets?: readonly string[]): Plan =>
  atOnce(planInParts(whole, specs, targets))

/** As `plan`. */
export function* planInParts(whole: Prompt, specs: Specs, targets?: readonly string[]): InParts<Plan> {
  const prompt = withoutUnusedBranches(withLoraLoaders(whole), specs)
  yield
  const reads = readsOf(prompt, specs)
  yield
  const { outputs, unknown } = sinks(prompt, specs, reads)
  // An unknown viewer or saver is only noted where something else shows a result.
  const isNoted = targets === undefined && outputs.length > 0
  const isGroupNode = (id: string) => isGroup(prompt[id]!.class_type)
  const wanted = targets ?? (isNoted ? [...outputs, ...unknown.filter(isGroupNode)] : unknown)
  const notes = isNoted ? unknown.filter(id => !isGroupNode(id)).map(id => leftOut(id, prompt[id]!)) : []
  const needed = ancestorsOfAll(wanted, reads)
  const { steps, errors } = yield* readSteps(prompt, specs, reads, needed)
  errors.push(...circleErrors(prompt, specs, reads, needed))
  yield
  if (wanted.length === 0) errors.push(noOutputs())
  const wrong = errors.flatMap(({ place: { nodeId } }) => nodeId ?? [])
  const bad = ancestorsOfAll(wrong, readersOf(reads))
  yield
  const ranks = rank(reads)
  yield
  const good = wanted.filter(id => !bad.has(id))
  const counts = new Map(countAncestors(good, reads, ranks).map((count, i) => [good[i]!, count]))
  good.sort((a, b) => counts.get(a)! - counts.get(b)!)
  yield
  const order = inOrder(good, reads, ranks)
  yield
  const runs = new Set(order)
  const stopped = [...steps.values()].filter(({ id }) => !runs.has(id))
  return { steps: order.map(id => steps.get(id)!), targets: good, errors, notes, stopped }
}

/** Each target after all it reads that is not there yet. */
function inOrder(targets: readonly string[], reads: Reads, ranks: ReadonlyMap<string, number>): string[] {
  const ordered = new Set<string>()
  return targets.flatMap(id => {
    const added = [...ancestors(id, reads, ordered)].sort((a, b) => ranks.get(a)! - ranks.get(b)!)
    for (const each of added) ordered.add(each)
    return added
  })
}

const readBySomething = (reads: Reads): ReadonlySet<string> => new Set([...reads.values()].flatMap(each => [...each]))

/**
 * Outputs, and unknown nodes at the end of a wire: they may have been outputs, so they are not passed over in silence.
 * Unknown ones without wires only decorate, but for old group nodes, which may hold all there is.
 */
function sinks(prompt: Prompt, specs: Specs, reads: Reads) {
  const isRead = readBySomething(reads)
  const mayBeOutput = (id: string, { class_type, inputs }: PromptNode) =>
    !isRead.has(id) && (isGroup(class_type) || Object.values(inputs).some(Array.isArray))
  const nodes = Object.entries(prompt)
  return {
    outputs: nodes.flatMap(([id, { class_type }]) => (specs.get(class_type)?.isOutput ? [id] : [])),
    unknown: nodes.flatMap(([id, node]) => (!specs.has(node.class_type) && mayBeOutput(id, node) ? [id] : [])),
  }
}

/** Links of the inputs a node declares (of all, where it is unknown), as far as they lead to a node that is there. */
function readsOf(prompt: Prompt, specs: Specs): Reads {
  const sources = ({ class_type, inputs }: PromptNode) => {
    const declared = specs.get(class_type)?.inputs
    return Object.entries(inputs)
      .filter(([name, value]) => Array.isArray(value) && (!declared || Object.hasOwn(declared, name)))
      .map(([, link]) => String((link as readonly Json[])[0]))
      .filter(source => Object.hasOwn(prompt, source))
  }
  return new Map(Object.entries(prompt).map(([id, node]) => [id, new Set(sources(node))]))
}

function* readSteps(
  prompt: Prompt,
  specs: Specs,
  reads: Reads,
  needed: ReadonlySet<string>,
): InParts<{ steps: Map<string, Step>; errors: WorkflowError[] }> {
  const isRead = readBySomething(reads)
  const steps = new Map<string, Step>()
  const errors: WorkflowError[] = []
  for (const id of needed) {
    if ((steps.size + errors.length) % itemsOfAPart === itemsOfAPart - 1) yield
    const node = Object.hasOwn(prompt, id) ? prompt[id] : undefined
    const spec = node && specs.get(node.class_type)
    if (!node) errors.push(new WorkflowError('no-outputs', `There is no node ${id} to run.`, { nodeId: id }))
    else if (!spec) errors.push(unknownNode(id, node, isRead.has(id), specs))
    else steps.set(id, readStep(id, node, spec, prompt, specs, errors))
  }
  return { steps, errors }
}

function readStep(
  id: string,
  node: PromptNode,
  spec: NodeSpec,
  prompt: Prompt,
  specs: Specs,
  errors: WorkflowError[],
): Step {
  const here = placeOf(id, node, specs)
  const inputs: Record<string, StepInput> = {}
  for (const [name, port] of shownInputs(spec, name => node.inputs[name])) {
    const own = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined
    // A prompt may be older than an input of a case, or a subgraph may set its choice from outside.
    const isLeftOut = own === undefined && isWidget(port) && choiceOver(spec, name) !== undefined
    const value = isLeftOut ? initialOf(port) : own
    try {
      const input = readInput(port, value, { ...here, input: name }, prompt, specs)
      if (input) inputs[name] = input
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error
      errors.push(error)
    }
  }
  return { id, type: spec.type, title: here.title, inputs }
}

const placeOf = (id: string, node: PromptNode, specs: Specs) => ({
  nodeId: id,
  nodeType: node.class_type,
  title: node._meta?.title ?? specs.get(node.class_type)?.title ?? node.class_type,
})

/** The most nodes that the sentence about a circle names. */
const mostNamed = 20

function circleErrors(prompt: Prompt, specs: Specs, reads: Reads, needed: ReadonlySet<string>): WorkflowError[] {
  const within = new Map([...reads].filter(([id]) => needed.has(id)))
  return circles(within).map(circle => {
    const named = circle.length > mostNamed ? circle.slice(0, mostNamed) : [...circle, circle[0]!]
    const names = named.map(id => `${placeOf(id, prompt[id]!, specs).title} (node ${id})`)
    if (circle.length > mostNamed) names.push(`… (${circle.length} nodes)`)
    return new WorkflowError(
      'cycle',
      `The nodes wait for each other: ${names.join(' → ')}.`,
      placeOf(circle[0]!, prompt[circle[0]!]!, specs),
    )
  })
}

const noOutputs = () =>
  new WorkflowError(
    'no-outputs',
    'Nothing in this workflow saves or shows a result: add a Save Image or Preview Image node.',
  )
