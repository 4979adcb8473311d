import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { stringifyJson } from '../../graph/json.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { createPictures, type PictureFolders } from '../../runtime/editor/files/pictures.ts'
import { assignment, type RunArguments } from '../cli/arguments.ts'
import type { Engine } from '../cli/run/engine.ts'
import { runWorkflow } from '../cli/run/run.ts'
import { readGiven, text, workflow } from './given-workflow.ts'
import { createProgress } from './progress.ts'

/** What runs are made with. */
interface Workshop {
  readonly options: RunArguments
  readonly engine: Engine
  readonly pictures: PictureFolders
  /** Aborted when the client has gone. */
  readonly ended: AbortSignal
}

/** The most pictures in the answer of one run; the others are there under their paths. */
const mostShown = 4

const size = z.int().min(16).max(2048).default(768).describe('pixels of the longer side of a picture, at most')

/** Adds the tools that run a workflow and show its pictures. */
export function addPictureTools(server: McpServer, { options, engine, pictures, ended }: Workshop): void {
  const show = createShow(pictures)
  const inTurn = oneAfterTheOther()

  server.registerTool(
    'run_workflow',
    {
      description: `Runs a workflow. Answers with a report in JSON, which has the paths of all pictures, and with the first ${mostShown} pictures.`,
      inputSchema: {
        workflow,
        values: z
          .record(z.string().max(1000), z.union([z.string(), z.number(), z.boolean()]))
          .default({})
          .describe('values to change, by NODE.INPUT: {"KSampler.steps": 4}; NODE is an id, a title or a type'),
        size,
      },
      annotations: { openWorldHint: false },
    },
    async (given, { signal, _meta, sendNotification }) => {
      const set = Object.entries(given.values).map(([place, value]) => assignment(`${place}=${value}`, 'values'))
      const order = { options: { ...options, set }, variant: { set: [], seedOffset: 0 }, isFirst: true }
      const notes: string[] = []
      const progress = createProgress(_meta?.progressToken, sendNotification)
      const onEvent = (event: RunEvent) => {
        progress(event)
        if (event.kind === 'notice') notes.push(event.message)
      }
      const report = await inTurn(() =>
        runWorkflow(
          { ...order, show: onEvent },
          () => readGiven(given.workflow, engine),
          engine,
          AbortSignal.any([signal, ended]),
        ),
      )
      const shown = await Promise.all(
        report.outputs.slice(0, mostShown).map(({ path, type }) => show(path, type, given.size)),
      )
      const errors = report.errors.map(({ message }) => message)
      const said = report.ok ? [stringifyJson({ ...report, notes })] : [...errors, ...notes]
      return { content: [...text(said.join('\n')).content, ...shown], isError: !report.ok }
    },
  )
  server.registerTool(
    'get_picture',
    {
      description: 'Shows a picture of the output, input or temp folder.',
      inputSchema: {
        path: z.string().min(1).max(4000).describe('its path in a report, or its name in its folder'),
        type: z.enum(['output', 'input', 'temp']).default('output'),
        size,
      },
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    async ({ path, type, size }) => ({ content: [await show(path, type, size)] }),
  )
}

/** Pictures as the API's `/view` gives them, as small WebP. A path outside the folder is refused. */
function createShow(folders: PictureFolders) {
  const picture = createPictures(
    () => folders,
    '',
    async () => null,
  )
  return async (path: string, type: string, size: number) => {
    const reply = await picture(new URLSearchParams({ filename: path, type, thumb: String(size) }))
    const bytes = Buffer.from(reply.bytes)
    if (reply.status !== 200) throw new Error(`${path}: ${bytes.toString()}`)
    return { type: 'image' as const, data: bytes.toString('base64'), mimeType: reply.type }
  }
}

/** The engine draws one workflow at a time; the other runs wait. */
function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }
}
