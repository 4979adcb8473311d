import { NodeError, WorkflowError } from '../graph/errors.ts'
import type { RunError } from './events.ts'

/** Any error of a run, as data: where it happened and a sentence for a person. */
export function runErrorOf(error: unknown): RunError {
  if (error instanceof WorkflowError) return ofWorkflow(error)
  if (error instanceof NodeError) return ofNode(error)
  return { ...nowhere, code: codeOf(error) ?? 'unknown', file: fileOf(error), message: messageOf(error) }
}

const nowhere = { node: null, type: null, title: null, input: null, file: null }

const ofWorkflow = ({ code, message, place }: WorkflowError): RunError => ({
  node: place.nodeId ?? null,
  type: place.nodeType ?? null,
  title: place.title ?? null,
  input: place.input ?? null,
  code,
  file: null,
  message,
})

const ofNode = ({ nodeId, nodeType, title, message, cause }: NodeError): RunError => ({
  node: nodeId,
  type: nodeType,
  title,
  input: null,
  code: codeOf(cause) ?? 'node-failed',
  file: fileOf(cause),
  message,
})

const textAt = (error: unknown, key: 'code' | 'file'): string | null => {
  const value = error instanceof Error ? (error as { code?: unknown; file?: unknown })[key] : undefined
  return typeof value === 'string' ? value : null
}
const codeOf = (error: unknown) => textAt(error, 'code')
const fileOf = (error: unknown) => textAt(error, 'file')
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
