import { stringifyJson } from '../graph/json.ts'
import type { Prompt } from '../graph/prompt.ts'
import { type Workflow, writeWorkflow } from '../graph/workflow.ts'

/** What a saved picture carries so that it can be opened as the workflow it came from: `prompt` first, as ComfyUI. */
export const pictureMetadata = (prompt: Prompt, workflow?: Workflow): Readonly<Record<string, string>> => ({
  prompt: stringifyJson(prompt),
  ...(workflow && { workflow: writeWorkflow(workflow) }),
})
