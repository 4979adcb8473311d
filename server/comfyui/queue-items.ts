import { isObject, type Json, type JsonObject, parseJson } from '../../graph/json.ts'
import { migrated } from '../../graph/migrate.ts'
import { type Prompt, type Specs, toPrompt } from '../../graph/prompt.ts'
import { checkWorkflow } from '../../graph/workflow.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import type { ClientRequest } from '../../runtime/store/client-request.ts'
import type { QueuedRun } from '../../runtime/store/run-store.ts'

/** `[number, id, prompt, extra_data, outputs]`, as ComfyUI has a prompt in queue and history. */
export type QueueItem = readonly [number, string, Prompt, JsonObject, readonly string[]]

/** How many prompts run or wait. Those that a person has to continue first do not count. */
export const remaining = ({ running, waiting }: Parts['runs']['present']): number => waiting.length + (running ? 1 : 0)

export function queueItem(
  run: Pick<QueuedRun, 'id' | 'number' | 'queued' | 'text' | 'targets' | 'request'>,
  specs: Specs,
): QueueItem {
  const prompt = run.request?.prompt ?? promptOf(run.text, specs)
  const isOutput = (id: string) => specs.get(prompt[id]!.class_type)?.isOutput
  const outputs = run.targets ?? Object.keys(prompt).filter(isOutput)
  return [run.number ?? 0, run.id, prompt, extraOf(run, run.request), outputs]
}

/** The API prompt of a document; empty where it cannot be read. */
function promptOf(text: string, specs: Specs): Prompt {
  try {
    return toPrompt(migrated(checkWorkflow(parseJson(text))), specs)
  } catch {
    return {}
  }
}

function extraOf(
  { text, queued }: { readonly text: string; readonly queued: number },
  request?: ClientRequest,
): JsonObject {
  const { extra = {}, client = null, hasWorkflow = true } = request ?? {}
  const info = isObject(extra.extra_pnginfo) ? extra.extra_pnginfo : {}
  const workflow = hasWorkflow ? workflowIn(text) : undefined
  return {
    ...extra,
    ...(client !== null && { client_id: client }),
    create_time: queued,
    ...(workflow !== undefined && { extra_pnginfo: { ...info, workflow } }),
  }
}

function workflowIn(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
