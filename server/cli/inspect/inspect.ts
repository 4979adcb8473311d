import { stat } from 'node:fs/promises'
import { isModelName } from '../../../graph/model-endings.ts'
import { inspectArguments } from '../arguments.ts'
import { showFindings } from './findings.ts'

/** `leapgraph inspect`: what a model file or a workflow is. @returns the exit code: 1 for what cannot run */
export async function inspect(args: readonly string[]): Promise<number> {
  const options = inspectArguments(args)
  if ((await stat(options.file).catch(() => undefined))?.isDirectory())
    throw new Error(`${options.file} is a folder; inspect needs a model file or a workflow`)
  const findings = isModelName(options.file)
    ? await (await import('./inspect-model.ts')).inspectModel(options.file)
    : await (await import('./inspect-workflow.ts')).inspectWorkflow(options)
  return showFindings(findings, options.json)
}
