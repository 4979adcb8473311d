import { WorkflowError } from '../../graph/errors.ts'
import type { Json, JsonObject } from '../../graph/json.ts'
import { isObject } from '../../graph/json.ts'
import type { Port } from '../../graph/node.ts'
import { objectInfo } from '../../graph/object-info.ts'
import { type Plan, plan, type Step } from '../../graph/plan.ts'
import { describePlace } from '../../graph/planning/literal.ts'
import { checkPrompt, type Prompt, type Specs } from '../../graph/prompt.ts'
import { isFile } from '../../graph/widgets/file.ts'
import { createExpanders } from '../../runtime/expanders.ts'
import { folderKey } from '../../runtime/library/folders.ts'
import type { Library } from '../../runtime/library/library.ts'
import { type Answer, type ApiError, BadRequest, refused } from './route.ts'

/** A prompt that was checked. */
export interface Checked {
  readonly prompt: Prompt
  /** The output nodes that can run. */
  readonly outputs: readonly string[]
  /** ComfyUI's report of the nodes that cannot. */
  readonly nodeErrors: NodeErrors
}

type NodeErrors = Readonly<
  Record<string, { errors: ApiError[]; dependent_outputs: readonly string[]; class_type: string }>
>

/**
 * Checks a prompt as ComfyUI does before it queues one: every class is known, every input is right, every file is there. An
 * output that depends on an error is left out.
 *
 * @throws BadRequest with ComfyUI's error when nothing can run
 */
export async function validate(
  given: unknown,
  targets: readonly string[] | undefined,
  specs: Specs,
  library: Library,
): Promise<Checked> {
  const prompt = readPrompt(given, specs)
  const isWanted = (id: string) => specs.get(prompt[id]!.class_type)!.isOutput && (!targets || targets.includes(id))
  const outputs = Object.keys(prompt).filter(isWanted)
  if (outputs.length === 0)
    throw new BadRequest(
      refused(400, { type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: noOutputs }),
    )
  const planned = planOf(prompt, outputs, specs)
  const errors = [...planned.errors, ...(await missingFiles(planned, specs, library))]
  const nodeErrors = describe(errors, prompt, outputs, specs)
  const bad = new Set(Object.values(nodeErrors).flatMap(({ dependent_outputs }) => dependent_outputs))
  const good = outputs.filter(id => !bad.has(id))
  if (good.length === 0) throw new BadRequest(nothingRuns(errors, nodeErrors))
  return { prompt, outputs: good, nodeErrors }
}

const noOutputs = 'Nothing in this prompt saves or shows a result: add a SaveImage or PreviewImage node.'

const nothingRuns = (errors: readonly WorkflowError[], nodeErrors: NodeErrors): Answer =>
  refused(
    400,
    {
      type: 'prompt_outputs_failed_validation',
      message: 'Prompt outputs failed validation',
      details: errors.map(({ message }) => message).join('\n'),
    },
    nodeErrors,
  )

function readPrompt(given: unknown, specs: Specs): Prompt {
  for (const [id, node] of Object.entries(isObject(given) ? given : {}))
    if (!isObject(node) || typeof node.class_type !== 'string') throw unknownClass(id, node, 'has no class_type')
  try {
    const prompt = checkPrompt(given)
    for (const [id, node] of Object.entries(prompt))
      if (!specs.has(node.class_type)) throw unknownClass(id, node as unknown as Json, 'is not known here')
    return prompt
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error
    throw new BadRequest(refused(400, { type: 'invalid_prompt', message: 'Invalid prompt', details: error.message }))
  }
}

function unknownClass(id: string, node: Json, why: string): BadRequest {
  const given: JsonObject = isObject(node) ? node : {}
  const type = typeof given.class_type === 'string' ? given.class_type : null
  const title = isObject(given._meta) && typeof given._meta.title === 'string' ? given._meta.title : (type ?? id)
  return new BadRequest(
    refused(400, {
      type: 'missing_node_type',
      message: `Node '${title}' ${why}.`,
      details: `Node ID '#${id}'`,
      extra_info: { node_id: id, class_type: type, node_title: title },
    }),
  )
}

/** The plan of what the expanders make of the prompt: that of a Compare Grid holds its cells. */
function planOf(prompt: Prompt, targets: readonly string[], specs: Specs): Plan {
  const folders = { output: '', temp: '' }
  let run = {
    prompt,
    targets: targets as readonly string[] | undefined,
    folders,
    on() {},
    signal: new AbortController().signal,
  }
  const errors: WorkflowError[] = []
  for (const expander of createExpanders()) {
    const expansion = expander.expand(run, specs)
    if (!expansion) continue
    errors.push(...(expansion.errors ?? []))
    run = { ...run, prompt: expansion.prompt, targets: expansion.targets }
  }
  const planned = plan(run.prompt, specs, run.targets)
  return { ...planned, errors: [...errors, ...planned.errors] }
}

async function missingFiles({ steps, stopped = [] }: Plan, specs: Specs, library: Library): Promise<WorkflowError[]> {
  const errors: WorkflowError[] = []
  const known = new Map<string, boolean>()
  const isHere = async (folder: string, name: string) => {
    const key = `${folder}/${name}`
    if (!known.has(key)) known.set(key, (await library.find(folder, name)) !== null)
    return known.get(key)!
  }
  for (const step of [...steps, ...stopped])
    for (const { input, folder, name } of filesOf(step, specs))
      if (!(await isHere(folder, name))) {
        const place = { nodeId: step.id, nodeType: step.type, title: step.title, input, received: name }
        const why = await library.explainMissing(folder, name)
        errors.push(new WorkflowError('not-in-list', `${describePlace(place)}: ${why}`, place))
      }
  return errors
}

const filesOf = (step: Step, specs: Specs) =>
  Object.entries(step.inputs).flatMap(([input, value]) => {
    const port = specs.get(step.type)?.inputs[input]
    return port && isFile(port) && value.kind === 'value'
      ? [{ input, folder: port.folder, name: String(value.value) }]
      : []
  })

/** The most nodes whose errors are reported. */
const mostReported = 1000

function describe(
  errors: readonly WorkflowError[],
  prompt: Prompt,
  outputs: readonly string[],
  specs: Specs,
): NodeErrors {
  const reported: Record<string, NodeErrors[string]> = {}
  const readers = readersIn(errors.length > 0 ? prompt : {})
  for (const error of errors) {
    // A cell of a grid has a name of its own; the error belongs to the grid's outputs.
    const id = error.place.nodeId ?? outputs[0]!
    if (!reported[id] && Object.keys(reported).length >= mostReported) continue
    const dependent = Object.hasOwn(prompt, id) ? outputsBelow(id, readers, outputs) : outputs
    reported[id] ??= { errors: [], dependent_outputs: dependent, class_type: error.place.nodeType ?? '' }
    reported[id].errors.push(inComfyUiWords(error, specs))
  }
  return reported
}

function readersIn(prompt: Prompt): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>()
  for (const [id, { inputs }] of Object.entries(prompt))
    for (const value of Object.values(inputs))
      if (Array.isArray(value)) readers.set(String(value[0]), [...(readers.get(String(value[0])) ?? []), id])
  return readers
}

function outputsBelow(
  id: string,
  readers: ReadonlyMap<string, readonly string[]>,
  outputs: readonly string[],
): string[] {
  const below = new Set([id])
  for (const each of below) for (const reader of readers.get(each) ?? []) below.add(reader)
  return outputs.filter(output => below.has(output))
}

/** ComfyUI's names and messages of what may be wrong with an input. */
const kinds: Readonly<Record<string, readonly [type: string, message: string]>> = {
  'missing-input': ['required_input_missing', 'Required input is missing'],
  'bad-link': ['bad_linked_input', 'Bad linked input, must be a length-2 list of [node_id, slot_index]'],
  'type-mismatch': ['return_type_mismatch', 'Return type mismatch between linked nodes'],
  'bad-value': ['invalid_input_type', 'Failed to convert an input value'],
  'too-small': ['value_smaller_than_min', 'Value smaller than min'],
  'too-big': ['value_bigger_than_max', 'Value bigger than max'],
  'not-in-list': ['value_not_in_list', 'Value not in list'],
  cycle: ['dependency_cycle', 'Dependency cycle detected'],
}

function inComfyUiWords({ code, message, place }: WorkflowError, specs: Specs): ApiError {
  const { nodeType = '', input, received } = place
  const spec = specs.get(nodeType)
  const isPicture = input !== undefined && isInputFolder(spec?.inputs[input])
  const [type, says] = (!isPicture && kinds[code]) || ['custom_validation_failed', 'Custom validation failed for node']
  const config = spec && input !== undefined ? configOf(objectInfo(spec, () => []).input, input) : null
  const extra = {
    input_name: input ?? null,
    input_config: config,
    ...(received !== undefined && { received_value: received }),
  }
  return { type, message: says, details: message, extra_info: extra }
}

const isInputFolder = (port: Port | undefined): boolean =>
  port !== undefined && isFile(port) && folderKey(port.folder) === 'input'

const configOf = ({ required, optional }: ReturnType<typeof objectInfo>['input'], name: string) =>
  required[name] ?? optional?.[name] ?? null
