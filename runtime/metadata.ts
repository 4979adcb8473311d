import { stringifyJson } from '../graph/json.ts'
import type { Prompt } from '../graph/prompt.ts'
import { type Workflow, writeWorkflow } from '../graph/workflow.ts'

/** The text chunks of a saved picture: keyword → JSON text. */
export type Metadata = Readonly<Record<string, string>>

/** What a saved picture carries so that it can be opened as the workflow it came from: `prompt` first, as ComfyUI. */
export const pictureMetadata = (prompt: Prompt, workflow?: Workflow): Metadata => ({
  prompt: stringifyJson(prompt),
  ...(workflow && { workflow: writeWorkflow(workflow) }),
})
