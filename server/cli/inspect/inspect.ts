import { stat } from 'node:fs/promises'
import { isModelName } from '../../../graph/model-endings.ts'
import { inspectArguments } from '../arguments.ts'

/** `leapgraph inspect`: what a model file or a workflow is. @returns the exit code: 1 for what cannot run */
export async function inspect(args: readonly string[]): Promise<number> {
  const options = inspectArguments(args)
  if ((await stat(options.file).catch(() => undefined))?.isDirectory())
    throw new Error(`${options.file} is a folder; inspect needs a model file or a workflow`)
  const { json, text, ok } = isModelName(options.file)
    ? await (await import('./inspect-model.ts')).inspectModel(options.file)
    : await (await import('./inspect-workflow.ts')).inspectWorkflow(options)
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : `${text}\n`)
  return ok ? 0 : 1
}

/** What a command found, as JSON for programs and as text for people. */
export interface Findings {
  readonly json: unknown
  readonly text: string
  /** Whether it can run here as it stands. */
  readonly ok: boolean
}
