import { dirname, join, resolve } from 'node:path'
import { stringifyJson } from '../../graph/json.ts'
import { withOverrides, workflowWith } from '../../graph/planning/overrides.ts'
import type { Prompt, Specs } from '../../graph/prompt.ts'
import { believedPack, distrustPack } from '../../runtime/accelerators/packs.ts'
import type { RunEvent } from '../../runtime/contract/run-event.ts'
import { forkEngine } from '../../runtime/engine-process/fork.ts'
import type { EngineHost } from '../../runtime/engine-process/host.ts'
import type { EngineSettings } from '../../runtime/engine-process/messages.ts'
import { ProcessHost } from '../../runtime/engine-process/process-host.ts'
import { type Folders, joinFolders } from '../../runtime/library/folders.ts'
import { type Library, openLibrary } from '../../runtime/library/library.ts'
import { missingRoots } from '../../runtime/library/missing-roots.ts'
import { createPromptRunner } from '../../runtime/prompt-runner.ts'
import type { Runnable } from '../../runtime/read-runnable.ts'
import { runErrorOf } from '../../runtime/run-error.ts'
import { userFolder } from '../http/user-folder.ts'
import { type RunArguments, runArguments } from './arguments.ts'
import { modelFolders } from './folders.ts'
import { listenForInterruption } from './interruption.ts'
import { openWorkflow } from './open-workflow.ts'
import { overridesOf, seedsOf } from './overrides.ts'
import { emptyReport, type RunReport, recorder, summary } from './run-report.ts'
import { showRun } from './show-run.ts'

const temp = join(userFolder(), 'temp')

/** `leapgraph run`: makes the pictures of one workflow. @returns the exit code */
export async function run(args: readonly string[]): Promise<number> {
  const options = runArguments(args)
  const interruption = listenForInterruption()
  const files = joinFolders(await modelFolders(options), pictureFolders(options))
  let distrusted: Promise<void> | undefined
  const host = new ProcessHost({
    start: () => forkEngine(),
    settings: await settingsOf(options, files),
    onState(state) {
      if (state.kind === 'stopped' && state.crashedOn === 'openvino') distrusted = distrustPack(userFolder())
    },
  })
  try {
    const report = await runWorkflow(options, files, host, interruption.signal)
    process.stdout.write(options.json ? `${stringifyJson(report)}\n` : '')
    if (!options.json && report.ok) process.stderr.write(`${summary(report)}\n`)
    return report.status === 'cancelled' ? interruption.exitCode : report.ok ? 0 : 1
  } catch (error) {
    const { stack: _, ...reported } = runErrorOf(error)
    if (options.json) process.stdout.write(`${stringifyJson({ ...emptyReport, errors: [reported] })}\n`)
    throw error
  } finally {
    await distrusted
    await host.close()
  }
}

async function runWorkflow(
  options: RunArguments,
  files: Folders,
  host: EngineHost,
  signal: AbortSignal,
): Promise<RunReport> {
  // The engine starts while the file is read.
  const [{ specs }, read] = await Promise.all([host.facts(), openWorkflow(options.file)])
  const library = openLibrary(files)
  const runnable = await read(specs, library)
  const { prompt, workflow } = changed(runnable, specs, options)
  const record = recorder(prompt, specs)
  const show = showRun(process.stderr, options.json ? null : process.stdout)
  for (const sentence of [...runnable.notes, ...(await missingRoots(options.models))])
    show({ kind: 'notice', node: '', message: sentence })
  const running = createPromptRunner(host, library).run({
    prompt,
    workflow,
    folders: { output: resolve(options.out), temp },
    signal,
    on(event) {
      record.on(event)
      show(event)
    },
  })
  // Checked while the engine works, so that nothing waits for it.
  const checked = showContradictions({ prompt, specs, library }, show).catch((error: Error) =>
    show({ kind: 'notice', node: '', message: `few-step files could not be looked up: ${error.message}` }),
  )
  const [status] = await Promise.all([running, checked])
  return record.report(status, seedsOf(prompt, specs), performance.now())
}

interface ToRun {
  readonly prompt: Prompt
  readonly specs: Specs
  readonly library: Library
}

/** Shows what contradicts the recipes of few-step files, as notices. */
async function showContradictions({ prompt, specs, library }: ToRun, show: (event: RunEvent) => void): Promise<void> {
  const [{ openRecipes }, { recipeNotices }] = await Promise.all([
    import('../../runtime/recipes/table.ts'),
    import('../../runtime/recipes/notices.ts'),
  ])
  const { table, problems } = await openRecipes(userFolder())
  const found = await recipeNotices(prompt, specs, { library, recipes: table })
  for (const notice of [...problems.map(message => ({ node: '', message })), ...found])
    show({ kind: 'notice', ...notice })
}

async function settingsOf(run: RunArguments, folders: Folders): Promise<EngineSettings> {
  const { device, precision, threads, transformers } = run
  const openvino = await believedPack(userFolder())
  const given = { ...(threads !== undefined && { threads }), ...(openvino && { openvino }) }
  return { folders, device, precision, transformers, ...given }
}

/** The folders that LoadImage searches: the input folder, then the folder of the workflow. */
const pictureFolders = ({ input = 'input', out, file }: RunArguments): Folders => ({
  input: [resolve(input), dirname(resolve(file))],
  output: [resolve(out)],
  temp: [temp],
})

/** Applies `--set` and `--seed` to the prompt that runs and to the document that pictures carry. */
function changed({ prompt, workflow, fill }: Runnable, specs: Specs, options: RunArguments) {
  const overrides = overridesOf(prompt, specs, options)
  const document = workflow && workflowWith(workflow, specs, overrides)
  return { prompt: fill(withOverrides(prompt, overrides)), workflow: document }
}
