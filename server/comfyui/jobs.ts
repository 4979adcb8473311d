import { z } from 'zod'
import type { Specs } from '../../graph/prompt.ts'
import type { Parts } from '../../runtime/editor/parts.ts'
import type { QueuedRun } from '../../runtime/store/run-store.ts'
import { type HistoryEntry, historyEntry } from './history.ts'
import { queueItem } from './queue-items.ts'
import { type Answer, bodyOf, json, type Route } from './route.ts'

const states = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const

/** The most jobs of the history that are looked at. */
const mostEnded = 1000

export const jobRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/jobs',
    about: 'Prompts in queue and history: `status`, `workflow_id`, `sort_by`, `sort_order`, `limit`, `offset`.',
    differs: 'Looks at the newest 1000 of the history.',
    answer: ({ query }, parts) => list(query, parts),
  },
  {
    method: 'GET',
    path: '/jobs/:id',
    about: 'One of them, with its outputs.',
    async answer({ params: { id = '' } }, { runs, store, specs }) {
      const known = await specs()
      const { running, waiting } = runs.present
      const queued = [running, ...waiting].find(run => run?.id === id)
      const record = store.runs.find(id)
      if (queued) return json(jobOf(queued, queued === running ? 'in_progress' : 'pending', known))
      if (!record) return json({ error: 'Job not found' }, 404)
      return json(endedJob(historyEntry(record, store.runs, known), record.status, true))
    },
  },
  {
    method: 'POST',
    path: '/jobs/:id/cancel',
    about: 'Stops or removes one; `{"cancelled": false}` when it ended or is not known.',
    answer: ({ params: { id = '' } }, parts) => json({ cancelled: cancel(parts, id) }),
  },
  {
    method: 'POST',
    path: '/jobs/cancel',
    about: 'Stops or removes those in `job_ids`.',
    answer(call, parts) {
      const { job_ids } = bodyOf(call, z.looseObject({ job_ids: z.array(z.uuid()).max(10_000) }))
      return json({ cancelled: job_ids.filter(id => cancel(parts, id)).length > 0 })
    },
  },
]

function cancel({ runs }: Parts, id: string): boolean {
  const { running, waiting } = runs.present
  const isThere = [running, ...waiting].some(run => run?.id === id)
  if (isThere) runs.cancel(id)
  return isThere
}

type Job = Readonly<Record<string, unknown>> & { readonly status: string; readonly create_time: number }

function jobOf(run: QueuedRun, status: string, specs: Specs): Job {
  const [priority, id, , extra] = queueItem(run, specs)
  const counts = { outputs_count: 0, previewable_outputs_count: 0 }
  return { id, status, priority, create_time: run.queued, ...counts, ...workflowId(extra) }
}

function endedJob({ prompt, outputs, status }: HistoryEntry, ended: string, isWhole: boolean): Job {
  const [priority, id, api, extra] = prompt
  const [start, end] = [status.messages[0], status.messages.at(-1)].map(message => Number(message?.[1].timestamp)) as [
    number,
    number,
  ]
  const files = Object.entries(outputs).flatMap(([nodeId, { images }]) =>
    images.map(image => ({ ...(image as { readonly type: string }), nodeId, mediaType: 'images' })),
  )
  const preview = files.find(({ type }) => type === 'output') ?? files[0]
  const failed = status.messages.find(([type]) => type === 'execution_error')
  return {
    id,
    status: ended === 'done' ? 'completed' : ended === 'failed' ? 'failed' : 'cancelled',
    priority,
    create_time: Number(extra.create_time ?? start),
    execution_start_time: start,
    execution_end_time: end,
    ...(failed && { execution_error: failed[1] }),
    outputs_count: files.length,
    previewable_outputs_count: files.length,
    ...(preview && { preview_output: preview }),
    ...workflowId(extra),
    ...(isWhole && { outputs, execution_status: status, workflow: { prompt: api, extra_data: extra } }),
  }
}

const infoOf = z.looseObject({ extra_pnginfo: z.looseObject({ workflow: z.looseObject({ id: z.string() }) }) })
const workflowId = (extra: unknown) => {
  const { data } = infoOf.safeParse(extra)
  return data ? { workflow_id: data.extra_pnginfo.workflow.id } : {}
}

async function list(query: URLSearchParams, { runs, store, specs }: Parts): Promise<Answer> {
  const wrong = (error: string) => json({ error }, 400)
  const wanted = query
    .get('status')
    ?.toLowerCase()
    .split(',')
    .map(each => each.trim())
    .filter(Boolean)
  const unknown = wanted?.filter(each => !states.some(state => state === each)) ?? []
  if (unknown.length > 0)
    return wrong(`Invalid status value(s): ${unknown.join(', ')}. Valid values: ${states.join(', ')}`)
  const [by, order] = [query.get('sort_by') ?? 'created_at', query.get('sort_order') ?? 'desc']
  if (!['created_at', 'execution_duration'].includes(by))
    return wrong("sort_by must be 'created_at' or 'execution_duration'")
  if (!['asc', 'desc'].includes(order)) return wrong("sort_order must be 'asc' or 'desc'")
  const limit = query.has('limit') ? Number(query.get('limit')) : null
  if (limit !== null && !(Number.isInteger(limit) && limit > 0)) return wrong('limit must be a positive integer')
  const offset = Number(query.get('offset') ?? 0)
  if (!Number.isInteger(offset)) return wrong('offset must be an integer')

  const known = await specs()
  const { running, waiting } = runs.present
  const all = [
    ...(running ? [jobOf(running, 'in_progress', known)] : []),
    ...waiting.map(run => jobOf(run, 'pending', known)),
    ...store.runs
      .list({ limit: mostEnded })
      .map(record => endedJob(historyEntry(record, store.runs, known), record.status, false)),
  ]
  const isWanted = (job: Job) =>
    (!wanted || wanted.includes(job.status)) &&
    (!query.get('workflow_id') || job.workflow_id === query.get('workflow_id'))
  const place = (job: Job) =>
    by === 'created_at' ? job.create_time : Number(job.execution_end_time ?? 0) - Number(job.execution_start_time ?? 0)
  const found = all.filter(isWanted).sort((a, b) => (order === 'asc' ? place(a) - place(b) : place(b) - place(a)))
  const from = Math.max(0, offset)
  const jobs = found.slice(from, limit === null ? undefined : from + limit)
  const pagination = { offset: from, limit, total: found.length, has_more: from + jobs.length < found.length }
  return json({ jobs, pagination })
}
