import { createHash } from 'node:crypto'
import type { FileRef } from '../engine/checkpoint/file-ref.ts'
import { contentKey } from '../graph/content-key.ts'
import { NodeError } from '../graph/errors.ts'
import type { NodeSpec } from '../graph/node.ts'
import type { Plan, Step } from '../graph/plan.ts'
import { describePlace } from '../graph/planning/literal.ts'
import type { RunError } from './contract/run-event.ts'
import type { EngineHost } from './engine-process/host.ts'
import type { StepInput } from './engine-process/messages.ts'
import type { Library } from './library/library.ts'
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
}

interface Surroundings {
  readonly host: EngineHost
  readonly library: Library
  readonly outputFolder: string
}

/** Finds the files that the steps name and computes what each result will be known by. Runs nothing. */
export async function prepare(plan: Plan, surroundings: Surroundings): Promise<Ready> {
  const { specs, own } = await surroundings.host.facts()
  const steps = new Map<string, ReadyStep>()
  const errors: RunError[] = []
  for (const step of plan.steps) {
    if (!linksOf(step).every(from => steps.has(from))) continue
    try {
      const spec = specs.get(step.type)!
      steps.set(step.id, await prepareStep(step, spec, own.has(step.type), steps, surroundings))
    } catch (error) {
      errors.push(runErrorOf(error instanceof MissingFile ? error : new NodeError(step, error)))
    }
  }
  return { steps, errors }
}

/** The nodes a step reads. */
export const linksOf = (step: Step): string[] =>
  Object.values(step.inputs).flatMap(input => (input.kind === 'link' ? [input.from] : []))

async function prepareStep(
  step: Step,
  spec: NodeSpec,
  hasOwnFingerprint: boolean,
  before: ReadonlyMap<string, ReadyStep>,
  { host, library, outputFolder }: Surroundings,
): Promise<ReadyStep> {
  const values = await valuesOf(step, spec, library)
  const fingerprints = Object.values(values).flatMap(value => (isFile(value) ? [value.fingerprint] : []))
  if (hasOwnFingerprint) fingerprints.push(await host.fingerprint(step.type, values))
  // The same picture saved in another folder is another result.
  if (spec.isOutput) fingerprints.push(outputFolder)
  const keys = new Map([...before].map(([id, { key }]) => [id, key]))
  const canonical = contentKey(step, keys, fingerprints.length > 0 ? JSON.stringify(fingerprints) : '')
  const inputs = Object.entries(step.inputs).map(([name, input]): [string, StepInput] => [
    name,
    input.kind === 'link'
      ? { kind: 'output', key: before.get(input.from)!.key, output: input.output }
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
      port?.kind === 'file' ? await fileOf(step, name, port.folder, String(input.value), library) : input.value
  }
  return values
}

async function fileOf(step: Step, input: string, folder: string, name: string, library: Library): Promise<FileRef> {
  const found = await library.find(folder, name)
  if (found) return found
  const where = describePlace({ title: step.title, nodeId: step.id, input })
  throw new MissingFile(step, input, name, `${where}: ${await library.explainMissing(folder, name)}`)
}

const isFile = (value: unknown): value is FileRef =>
  typeof value === 'object' && value !== null && 'fingerprint' in value
