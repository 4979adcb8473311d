import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { UsageError, usage, usageOf } from './cli/usage.ts'

// Reuses what Node compiled last time, in the engine process as well: without it a one-step run takes a quarter longer.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '../node_modules/.cache/node')
enableCompileCache(process.env.NODE_COMPILE_CACHE)

/** The `leapgraph` command. Each command is loaded only when it is used, since starting is part of the time that a picture takes. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  run: async args => (await import('./cli/run/run.ts')).run(args),
  serve: async args => (await import('./cli/serve.ts')).serve(args),
  mcp: async args => (await import('./mcp/mcp.ts')).mcp(args),
  convert: async args => (await import('./cli/convert.ts')).convert(args),
  inspect: async args => (await import('./cli/inspect/inspect.ts')).inspect(args),
  nodes: async args => (await import('./cli/nodes.ts')).nodes(args),
  export: async args => (await import('./cli/export.ts')).exportFile(args),
  doctor: async args => (await import('./cli/accelerators/doctor.ts')).doctor(args),
  accelerator: async args => (await import('./cli/accelerators/accelerator.ts')).accelerator(args),
}

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(usage)
    return 0
  }
  if (command === undefined || !Object.hasOwn(commands, command)) {
    process.stderr.write(`${command === undefined ? '' : `error: there is no command '${command}'\n\n`}${usage}`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usageOf(command))
    return 0
  }
  try {
    return await commands[command]!(args)
  } catch (error) {
    process.stderr.write(`error: ${sentence(error)}\n`)
    return error instanceof UsageError ? 2 : 1
  }
}

const sentence = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return process.env.LEAPGRAPH_DEBUG ? (error.stack ?? error.message) : error.message
}

process.exitCode = await main(process.argv.slice(2))
