import type { Readable } from 'node:stream'
import { z } from 'zod'
import { issueInWords } from '../../graph/issue-in-words.ts'
import { type Json, parseJson, stringifyJson } from '../../graph/json.ts'
import type { Parts } from '../../runtime/editor/parts.ts'

/** One address of ComfyUI's API. It is answered below `/api` as well. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With `:name` for a part that varies: `/history/:id`. */
  readonly path: string
  /** What it does, for docs/api.md. */
  readonly about: string
  /** What differs from ComfyUI 0.44, for docs/api.md. */
  readonly differs?: string
  /** The body is not kept in memory: `content` has it, and `body` is empty. */
  readonly streams?: true
  answer(call: Call, parts: Parts): Answer | Promise<Answer>
}

/** A request as a route sees it. */
export interface Call {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly contentType: string
  /** Empty where there is none. */
  readonly body: Buffer
  /** The body of a route that streams. */
  readonly content: Readable
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** @param value  may contain bigints */
export const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: stringifyJson(value),
})

/** An answer without a body, as ComfyUI gives when there is nothing to say. */
export const empty = (status = 200): Answer => ({ status, type: 'text/plain', body: '' })

/** An error in ComfyUI's shape. `details` is for a person. */
export const refused = (status: number, error: ApiError, nodeErrors: unknown = {}): Answer =>
  json({ error: { extra_info: {}, ...error }, node_errors: nodeErrors }, status)

export interface ApiError {
  /** ComfyUI's name, which programs compare. */
  readonly type: string
  readonly message: string
  readonly details: string
  readonly extra_info?: unknown
}

/** A request that cannot be answered; `answer` is what the client gets. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
  readonly answer: Answer
  constructor(answer: Answer) {
    super(String(answer.body))
    this.answer = answer
  }
}

/**
 * Reads a JSON body, whatever its content type says: ComfyUI's own examples send it as a form.
 *
 * @throws BadRequest naming the place in the body
 */
export function bodyOf<T>({ body }: Call, schema: z.ZodType<T>): T {
  const { data, error } = schema.safeParse(readJson(body.toString('utf8')))
  if (error) throw invalid(`The body of the request is wrong: ${issueInWords(error.issues[0]!)}.`)
  return data
}

function readJson(text: string): Json {
  try {
    return parseJson(text)
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

/** A field that is true or false, or 1 or 0. ComfyUI takes every text for true, "no" as well. */
export const flag = z.union([z.boolean(), z.literal([0, 1])], 'expected true or false').nullish()
export const flagDiffers = '`clear` is true or false; a text such as "no" is refused instead of clearing.'

/** @param sentence  what is wrong and what is expected */
export const invalid = (sentence: string): BadRequest =>
  new BadRequest(refused(400, { type: 'invalid_request', message: 'Invalid request', details: sentence }))
