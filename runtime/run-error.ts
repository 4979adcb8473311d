import { NodeError, WorkflowError } from '../graph/errors.ts'
import type { Step } from '../graph/plan.ts'
import type { RunError } from './contract/run-event.ts'

/** A step names a file that is in none of the folders. */
export class MissingFile extends Error {
  override readonly name = 'MissingFile'
  readonly code = 'missing-file'
  readonly step: Step
  readonly input: string
  readonly file: string
  constructor(step: Step, input: string, file: string, message: string) {
    super(message)
    this.step = step
    this.input = input
    this.file = file
  }
}

/** Any error of a run, as data: where it happened and a sentence for a person. */
export function runErrorOf(error: unknown): RunError {
  if (error instanceof WorkflowError) return ofWorkflow(error)
  if (error instanceof NodeError) return ofNode(error)
  if (error instanceof MissingFile) return ofMissingFile(error)
  return {
    ...nowhere,
    code: codeOf(error) ?? 'unknown',
    file: fileOf(error),
    message: messageOf(error),
    stack: stackOf(error),
  }
}

const nowhere = { node: null, type: null, title: null, input: null, file: null }

const ofWorkflow = ({ code, message, place, stack }: WorkflowError): RunError => ({
  node: place.nodeId ?? null,
  type: place.nodeType ?? null,
  title: place.title ?? null,
  input: place.input ?? null,
  code,
  file: null,
  message,
  stack: stack ?? null,
})

const ofNode = ({ nodeId, nodeType, title, message, cause }: NodeError): RunError => ({
  node: nodeId,
  type: nodeType,
  title,
  input: null,
  code: codeOf(cause) ?? 'node-failed',
  file: fileOf(cause),
  message,
  stack: stackOf(cause),
})

const ofMissingFile = ({ step, input, code, file, message, stack }: MissingFile): RunError => ({
  node: step.id,
  type: step.type,
  title: step.title,
  input,
  code,
  file,
  message,
  stack: stack ?? null,
})

const textAt = (error: unknown, key: 'code' | 'file'): string | null => {
  const value = error instanceof Error ? (error as { code?: unknown; file?: unknown })[key] : undefined
  return typeof value === 'string' ? value : null
}
const codeOf = (error: unknown) => textAt(error, 'code')
const fileOf = (error: unknown) => textAt(error, 'file')
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function stackOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const cause = stackOf(error.cause)
  return `${error.stack ?? error.message}${cause ? `\ncaused by: ${cause}` : ''}`
}
