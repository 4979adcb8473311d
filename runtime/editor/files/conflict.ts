import { differenceInWords } from '../../../graph/document/difference.ts'
import { parseJson } from '../../../graph/json.ts'
import { checkWorkflowInParts, type Workflow } from '../../../graph/workflow.ts'
import type { Conflict } from '../../contract/answers.ts'
import { withPauses } from '../../engine-process/pauses.ts'
import { titleOf } from './list-workflows.ts'
import type { FoundFile } from './write-expected.ts'

/** What a person must know of a file that is in the way of a save. It does not quote the file, which may be anything. */
export async function conflictWith(
  path: string,
  file: FoundFile,
  expected: string | null,
  content: string | Uint8Array,
): Promise<Conflict> {
  const { version, modified, size, bytes } = file
  const theirs = bytes && (await workflowIn(new TextDecoder().decode(bytes)))
  const yours = typeof content === 'string' ? await workflowIn(content) : null
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
export async function workflowIn(text: string): Promise<Workflow | null> {
  try {
    return await withPauses(checkWorkflowInParts(parseJson(text)))
  } catch {
    return null
  }
}
