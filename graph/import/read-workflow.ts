import { WorkflowError } from '../errors.ts'
import { isObject, type Json, parseJson } from '../json.ts'
import { checkPrompt, isPrompt, type Specs } from '../prompt.ts'
import { checkWorkflow, type Workflow } from '../workflow.ts'
import { type FilesOf, importParameters } from './a1111.ts'
import { importPrompt } from './api-prompt.ts'
import { isPng, readPngText } from './png-text.ts'
import { decodeText } from './text-codec.ts'
import { isWebp, readWebpText } from './webp-text.ts'

/**
 * Reads a workflow's text, whichever dialect it is in: ComfyUI's UI file (schema 0.4 or 1), an API prompt, or the
 * parameters A1111 writes.
 *
 * @param filesOf  see `importParameters`
 * @throws WorkflowError `unreadable` or `unsupported`, with what the text is instead
 */
export function readWorkflow(text: string, specs: Specs, filesOf?: FilesOf): Workflow {
  if (isParameters(text)) return importPrompt(importParameters(text, filesOf), specs)
  return readWorkflowData(parseJson(text), specs)
}

/**
 * Reads a workflow out of parsed JSON: a UI file, or an API prompt.
 *
 * @throws WorkflowError as `readWorkflow`
 */
export function readWorkflowData(data: Json, specs: Specs): Workflow {
  if (isObject(data) && 'templates' in data)
    throw new WorkflowError('unsupported', 'This file contains node templates, not a workflow.')
  if (isPrompt(data)) return importPrompt(checkPrompt(data), specs)
  if (isObject(data) && isPrompt(data.prompt)) return importPrompt(checkPrompt(data.prompt), specs)
  return checkWorkflow(data)
}

/**
 * Reads a workflow from a file's bytes: a picture that contains one (PNG, WebP), or text. A picture's `workflow` is
 * preferred to its `prompt`, and that to its `parameters`.
 *
 * @throws WorkflowError as `readWorkflow`, also if a picture contains none
 */
export function readWorkflowFile(bytes: Uint8Array, specs: Specs, filesOf?: FilesOf): Workflow {
  const texts = isPng(bytes) ? readPngText(bytes) : isWebp(bytes) ? readWebpText(bytes) : undefined
  if (!texts) return readWorkflow(decodeText(bytes), specs, filesOf)
  const text = texts.get('workflow') ?? texts.get('prompt') ?? texts.get('parameters')
  if (text === undefined)
    throw new WorkflowError('unreadable', 'This picture does not contain a workflow, or only a compressed one.')
  return readWorkflow(text, specs, filesOf)
}

const isParameters = (text: string) => !/^\s*[{[]/.test(text) && /(^|\n)Steps: /.test(text)
