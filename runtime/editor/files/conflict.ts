import { differenceInWords } from '../../../graph/document/difference.ts'
import { parseJson } from '../../../graph/json.ts'
import { checkWorkflow, type Workflow } from '../../../graph/workflow.ts'
import type { Conflict } from '../../contract/answers.ts'
import { titleOf } from './list-workflows.ts'
import type { FoundFile } from './write-expected.ts'

/** What a person must know of a file that is in the way of a save. It does not quote the file, which may be anything. */
export function conflictWith(
  path: string,
  file: FoundFile,
  expected: string | null,
  content: string | Uint8Array,
): Conflict {
  const { version, modified, size, bytes } = file
  const theirs = bytes && workflowIn(new TextDecoder().decode(bytes))
  const yours = typeof content === 'string' ? workflowIn(content) : null
  return {
    path,
    title: titleOf(path),
    why: expected === null ? 'taken' : 'changed',
    version,
    modified,
    size,
    nodes: theirs ? theirs.nodes.length : null,
    difference: !theirs ? 'The file is not a workflow.' : !yours ? '' : differenceInWords(yours, theirs),
  }
}

/** null where the text is not a workflow. */
export function workflowIn(text: string): Workflow | null {
  try {
    return checkWorkflow(parseJson(text))
  } catch {
    return null
  }
}
