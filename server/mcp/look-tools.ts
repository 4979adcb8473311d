import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { z } from 'zod'
import { stringifyJson } from '../../graph/json.ts'
import { inspectRunnable } from '../cli/inspect/inspect-workflow.ts'
import { nodeTypes } from '../cli/nodes.ts'
import type { Engine } from '../cli/run/engine.ts'
import { describeNodes, modelFolders } from '../comfyui/model-routes.ts'
import { explain } from './explain.ts'
import { readGiven, text, workflow } from './given-workflow.ts'

/** More node types than these are listed without their inputs, since an agent reads every word. */
const mostDescribed = 20

/** Adds the tools that make nothing: lists of nodes and models, the check of a workflow, its explanation. */
export function addLookTools(server: McpServer, engine: Engine): void {
  const { host, library } = engine
  const annotations = { readOnlyHint: true, openWorldHint: false }

  server.registerTool(
    'list_nodes',
    {
      description: `Lists the node types whose name or title contains a text; up to ${mostDescribed} of them with inputs, defaults and outputs, as ComfyUI's /object_info has them.`,
      inputSchema: { text: z.string().max(200).default('').describe('a part of the name; empty: all') },
      annotations,
    },
    async given => {
      const found = nodeTypes((await host.facts()).specs, given.text)
      if (found.length <= mostDescribed) return text(stringifyJson(await describeNodes(found, library)))
      return text(found.map(({ type, title }) => `${type}  ${title}`).join('\n'))
    },
  )
  server.registerTool(
    'list_models',
    {
      description: 'Lists the model files that are here, by the kind of their folder.',
      inputSchema: { folder: z.string().max(200).optional().describe('one kind, for example checkpoints or loras') },
      annotations,
    },
    async ({ folder }) => {
      const kinds = modelFolders(library)
      if (folder !== undefined && !kinds.includes(folder))
        throw new Error(`there is no kind of model folder '${folder}'; there are ${kinds.join(', ')}`)
      const lists = (folder === undefined ? kinds : [folder]).map(
        async kind => [kind, (await library.list(kind)).names] as const,
      )
      return text(JSON.stringify(Object.fromEntries(await Promise.all(lists))))
    },
  )
  server.registerTool(
    'check_workflow',
    {
      description:
        'Says whether a workflow can run here: its nodes, its model files, what is missing and what is wrong.',
      inputSchema: { workflow },
      annotations,
    },
    async given => text((await inspectRunnable('workflow', await readGiven(given.workflow, engine), engine)).text),
  )
  server.registerTool(
    'explain_workflow',
    {
      description:
        'Says in words what each node of a workflow does, with which settings, and where its inputs come from.',
      inputSchema: { workflow },
      annotations,
    },
    async given => {
      const { prompt, notes } = await readGiven(given.workflow, engine)
      return text([...explain(prompt, (await host.facts()).specs), ...notes].join('\n'))
    },
  )
}
