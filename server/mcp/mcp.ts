import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { joinFolders } from '../../runtime/library/folders.ts'
import { mcpArguments } from '../cli/arguments.ts'
import { modelFolders } from '../cli/folders.ts'
import { listenForInterruption } from '../cli/interruption.ts'
import { withEngine } from '../cli/run/engine.ts'
import { temp } from '../cli/run/run.ts'
import { addLookTools } from './look-tools.ts'
import { addPictureTools } from './picture-tools.ts'

/** `leapgraph mcp`: tools for agents over standard input and output, until the input ends or Ctrl-C. @returns the exit code */
export async function mcp(args: readonly string[]): Promise<number> {
  const options = mcpArguments(args)
  const interruption = listenForInterruption()
  // As for the API, the folder in which the command was started is not searched for pictures.
  const pictures = { input: [resolve(options.input ?? 'input')], output: resolve(options.out), temp }
  const folders = { ...pictures, output: [pictures.output], temp: [temp] }
  return withEngine(options, joinFolders(await modelFolders(options), folders), async engine => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
    const server = new McpServer({ name: 'leapgraph', version })
    const ended = new AbortController()
    addLookTools(server, engine)
    addPictureTools(server, { options, engine, pictures, ended: ended.signal })
    await server.connect(new StdioServerTransport())
    await new Promise<void>(stop => {
      process.stdin.once('close', stop).once('end', stop)
      interruption.signal.addEventListener('abort', () => stop())
    })
    ended.abort()
    await server.close()
    return interruption.exitCode
  })
}
