import { createHash } from 'node:crypto'
import type { FileRef } from '../engine/checkpoint/files/file-ref.ts'
import { NodeError, WorkflowError } from '../graph/errors.ts'
import type { NodeSpec } from '../graph/node.ts'
import type { Plan, Step } from '../graph/plan.ts'
import { contentKey } from '../graph/planning/content-key.ts'
import { describePlace } from '../graph/planning/literal.ts'
import type { Specs } from '../graph/prompt.ts'
import { isFile } from '../graph/widgets/file.ts'
import type { RunError } from './contract/run-event.ts'
import type { EngineHost } from './engine-process/host.ts'
import type { StepInput } from './engine-process/messages.ts'
import { pauses } from './engine-process/pauses.ts'
import { tooLargeToDecode } from './fit/decoded-size.ts'
import { familyConflicts } from './fit/families.ts'
import { pickedFiles } from './fit/picked-files.ts'
import { wrongKinds } from './fit/wrong-kinds.ts'
import { type Library, standIn } from './library/library.ts'
import { MissingFile, runErrorOf } from './run-error.ts'

/** A step with its files found and its content key known. */
export interface ReadyStep {
  readonly step: Step
  readonly key: string
  readonly inputs: Readonly<Record<string, StepInput>>
}

export interface Ready {
  /** By node id; steps with an error, and those that read them, are left out. */
  readonly steps: ReadonlyMap<string, ReadyStep>
  readonly errors: readonly RunError[]
  /** What a user should know about the files that were found. */
  readonly notices: readonly { readonly node: string; readonly message: string }[]
}

interface Surroundings {
  readonly host: EngineHost
  readonly library: Library
  readonly outputFolder: string
  readonly signal: AbortSignal
}

/**
 * Finds the files that the steps name, checks that they fit their nodes and each other, and computes the content key of
 * each step. Runs nothing. Linear in the steps; between steps it pauses, so that others have their turn.
 *
 * @throws the signal's reason, also in the middle of a long plan
 */
export async function prepare(plan: Plan, surroundings: Surroundings): Promise<Ready> {
  const { specs, own } = await surroundings.host.facts()
  const pause = pauses(surroundings.signal)
  const refused = await refusedSteps(plan, specs, surroundings.library, pause)
  const steps = new Map<string, ReadyStep>()
  const keys = new Map<string, string>()
  const errors: RunError[] = []
  const notices: Ready['notices'][number][] = []
  for (const step of plan.steps) {
    await pause()
    if (!linksOf(step).every(from => steps.has(from))) continue
    try {
      const refusal = refused.get(step.id)
      if (refusal) throw refusal
      const spec = specs.get(step.type)!
      const ready = await prepareStep(step, spec, own.has(step.type), keys, surroundings)
      steps.set(step.id, ready)
      keys.set(step.id, ready.key)
      notices.push(...standIns(ready).map(message => ({ node: step.id, message })))
    } catch (error) {
      surroundings.signal.throwIfAborted()
      const isPlaced = error instanceof MissingFile || error instanceof WorkflowError
      errors.push(runErrorOf(isPlaced ? error : new NodeError(step, error)))
    }
  }
  for (const step of plan.stopped ?? []) {
    await pause()
    errors.push(...(await missingFiles(step, specs, surroundings.library)))
  }
  return { steps, errors, notices }
}

/** The files of a step that are not here. */
async function missingFiles(step: Step, specs: Specs, library: Library): Promise<RunError[]> {
  const errors: RunError[] = []
  for (const [name, input] of Object.entries(step.inputs)) {
    const port = specs.get(step.type)?.inputs[name]
    if (!port || !isFile(port) || input.kind === 'link') continue
    await fileOf(step, name, port.folder, String(input.value), library).catch(error => errors.push(runErrorOf(error)))
  }
  return errors
}

/** Sentences about files that stand for those of another format. */
const standIns = ({ step, inputs }: ReadyStep): string[] =>
  Object.entries(step.inputs).flatMap(([name, input]) => {
    const ready = inputs[name]
    if (input.kind === 'link' || ready?.kind !== 'value' || !isFileRef(ready.value)) return []
    return standIn(String(input.value), ready.value) ?? []
  })

/** The errors that file headers and sizes show, by node id. */
async function refusedSteps(
  plan: Plan,
  specs: Specs,
  library: Library,
  pause: () => Promise<void>,
): Promise<ReadonlyMap<string, WorkflowError>> {
  const files = await pickedFiles(plan, specs, library, pause)
  const errors = [
    ...familyConflicts(plan, specs, files),
    ...wrongKinds(plan, specs, files),
    ...tooLargeToDecode(plan, specs),
  ]
  return new Map(errors.map(error => [error.place.nodeId!, error]))
}

/** The nodes a step reads. */
export const linksOf = (step: Step): string[] =>
  Object.values(step.inputs).flatMap(input => (input.kind === 'link' ? [input.from] : []))

async function prepareStep(
  step: Step,
  spec: NodeSpec,
  hasOwnFingerprint: boolean,
  keys: ReadonlyMap<string, string>,
  { host, library, outputFolder }: Surroundings,
): Promise<ReadyStep> {
  const values = await valuesOf(step, spec, library)
  const fingerprints = Object.values(values).flatMap(value => (isFileRef(value) ? [value.fingerprint] : []))
  if (hasOwnFingerprint) fingerprints.push(await host.fingerprint(step.type, values))
  // The same picture saved in another folder is another result.
  if (spec.isOutput) fingerprints.push(outputFolder)
  const canonical = contentKey(step, keys, fingerprints.length > 0 ? JSON.stringify(fingerprints) : '')
  const inputs = Object.entries(step.inputs).map(([name, input]): [string, StepInput] => [
    name,
    input.kind === 'link'
      ? { kind: 'output', key: keys.get(input.from)!, output: input.output }
      : { kind: 'value', value: values[name] },
  ])
  return { step, key: createHash('sha256').update(canonical).digest('hex'), inputs: Object.fromEntries(inputs) }
}

/** The literals of a step, file names replaced by the files. */
async function valuesOf(step: Step, spec: NodeSpec, library: Library): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(step.inputs)) {
    const port = spec.inputs[name]
    if (input.kind === 'link') continue
    values[name] =
      port && isFile(port) ? await fileOf(step, name, port.folder, String(input.value), library) : input.value
  }
  return values
}

async function fileOf(step: Step, input: string, folder: string, name: string, library: Library): Promise<FileRef> {
  const found = await library.find(folder, name)
  if (found) return found
  const where = describePlace({ title: step.title, nodeId: step.id, input })
  throw new MissingFile(step, input, name, `${where}: ${await library.explainMissing(folder, name)}`)
}

/** Whether the value of an input is a file that was found. */
export const isFileRef = (value: unknown): value is FileRef =>
  typeof value === 'object' && value !== null && 'fingerprint' in value
