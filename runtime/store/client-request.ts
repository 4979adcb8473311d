import { z } from 'zod'
import { isObject, type JsonObject, parseJson } from '../../graph/json.ts'
import type { Prompt } from '../../graph/prompt.ts'

/** What a client of ComfyUI's API sent with a prompt. */
export interface ClientRequest {
  /** What runs, in place of the document. */
  readonly prompt: Prompt
  /** The client that receives the run's messages; null: all of them do. */
  readonly client: string | null
  /** ComfyUI's `extra_data`; its workflow is the text of the run where `hasWorkflow`. */
  readonly extra: JsonObject
  readonly hasWorkflow: boolean
}

const clientRequest = z.object({
  prompt: z.custom<Prompt>(isObject),
  client: z.string().nullable(),
  extra: z.custom<JsonObject>(isObject),
  hasWorkflow: z.boolean(),
}) satisfies z.ZodType<ClientRequest>

/** @param json  the column of a run */
export const requestIn = (json: string | null): ClientRequest | undefined =>
  json === null ? undefined : clientRequest.parse(parseJson(json))
