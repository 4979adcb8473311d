import { z } from 'zod'
import { isObject, type JsonObject, stringifyJson } from '../../graph/json.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import { queueItem, remaining } from './queue-items.ts'
import { BadRequest, bodyOf, type Call, empty, flag, flagDiffers, json, type Route, refused } from './route.ts'
import { validate } from './validate.ts'

/** The most prompts that wait. */
const mostWaiting = 10_000

/** Job ids are compared as they are written. */
const canonicalUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const id = z.string().max(200)
const promptBody = z.looseObject({
  prompt: z.unknown().optional(),
  prompt_id: z.unknown().optional(),
  client_id: z.string().max(200).nullish(),
  number: z.coerce.number().optional(),
  front: flag,
  extra_data: z.custom<JsonObject>(isObject, 'expected an object').nullish(),
  partial_execution_targets: z.array(id).max(10_000).nullish(),
})
const changes = z.looseObject({ clear: flag, delete: z.array(id).max(100_000).optional() })

export const promptRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/prompt',
    about: 'Checks a prompt and queues it.',
    differs:
      'Errors have the same types; `details` is a sentence that names node, input, value and what is allowed. At most 10,000 prompts wait.',
    answer: queuePrompt,
  },
  {
    method: 'GET',
    path: '/prompt',
    about: 'How many prompts run or wait.',
    answer: (_, { runs }) => json({ exec_info: { queue_remaining: remaining(runs.present) } }),
  },
  {
    method: 'GET',
    path: '/queue',
    about: 'What runs and what waits.',
    differs: 'What windows of the editor queued is part of it, as its API prompt.',
    async answer(_, { runs: { present }, specs }) {
      const known = await specs()
      return json({
        queue_running: present.running ? [queueItem(present.running, known)] : [],
        queue_pending: present.waiting.map(run => queueItem(run, known)),
      })
    },
  },
  {
    method: 'POST',
    path: '/queue',
    about: 'Removes what waits: all of it, or by id.',
    differs: flagDiffers,
    answer(call, { runs }) {
      const { clear, delete: ids = [] } = bodyOf(call, changes)
      if (clear) runs.clear()
      const waiting = new Set(runs.present.waiting.map(run => run.id))
      for (const each of ids) if (waiting.has(each)) runs.cancel(each)
      return empty()
    },
  },
  {
    method: 'POST',
    path: '/interrupt',
    about: 'Stops what runs, or only the prompt that is named.',
    answer(call, { runs }) {
      const { prompt_id: wanted } =
        call.body.length === 0 ? {} : bodyOf(call, z.looseObject({ prompt_id: z.unknown().optional() }))
      const { running } = runs.present
      if (running && (!wanted || wanted === running.id)) runs.cancel(running.id)
      return empty()
    },
  },
]

async function queuePrompt(call: Call, { runs, store, specs, engine }: Parts) {
  const { prompt: given, prompt_id, client_id, number, front, extra_data, ...body } = bodyOf(call, promptBody)
  if (given === undefined) throw wrong('no_prompt', 'No prompt provided', 'No prompt provided')
  const chosen = prompt_id == null ? undefined : checkedId(prompt_id, runs.present)
  if (runs.present.waiting.length >= mostWaiting)
    return refused(429, {
      type: 'queue_full',
      message: 'The queue is full',
      details: `${mostWaiting} prompts wait already.`,
    })
  const targets = body.partial_execution_targets ?? undefined
  const { prompt, outputs, nodeErrors } = await validate(given, targets, await specs(), engine.library())
  if (chosen !== undefined) store.runs.forget([chosen])
  const { workflow, extra } = withoutWorkflow(extra_data ?? {})
  const hasErrors = Object.keys(nodeErrors).length > 0
  const order = {
    id: chosen,
    title: 'API prompt',
    text: stringifyJson(workflow ?? prompt),
    document: null,
    targets: targets || hasErrors ? outputs : undefined,
    ...(number === undefined ? { front: Boolean(front) } : { number }),
    request: { prompt, client: client_id ?? null, extra, hasWorkflow: workflow !== undefined },
  }
  // An id that the client chose was checked against the queue as it is now.
  const run = chosen === undefined ? await runs.startTogether(order) : runs.start(order)
  return json({ prompt_id: run.id, number: run.number, node_errors: nodeErrors })
}

function checkedId(given: unknown, { running, waiting, held }: Parts['runs']['present']): string {
  if (typeof given !== 'string' || !canonicalUuid.test(given))
    throw wrong('invalid_prompt_id', 'prompt_id must be a valid UUID', canonical)
  if ([running, ...waiting, ...held].some(run => run?.id === given))
    throw wrong('invalid_prompt_id', 'prompt_id is in use', `A prompt with the id ${given} runs or waits already.`)
  return given
}

const canonical = 'prompt_id must be a UUID in canonical lowercase hyphenated form; without one the server generates it'

const wrong = (type: string, message: string, details: string) =>
  new BadRequest(refused(400, { type, message, details }))

/** The workflow is kept as the document of the run; it is not stored twice. */
function withoutWorkflow(extra: JsonObject) {
  const info = isObject(extra.extra_pnginfo) ? extra.extra_pnginfo : undefined
  if (!info || !isObject(info.workflow)) return { extra }
  const { workflow, ...others } = info
  return { workflow, extra: { ...extra, extra_pnginfo: others } }
}
