import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { stringifyJson } from '../../../graph/json.ts'
import { type Override, withOverrides, workflowWith } from '../../../graph/planning/overrides.ts'
import type { Prompt, Specs } from '../../../graph/prompt.ts'
import type { RunEvent, RunStatus } from '../../../runtime/contract/run-event.ts'
import { type Folders, joinFolders } from '../../../runtime/library/folders.ts'
import type { Library } from '../../../runtime/library/library.ts'
import { missingRoots } from '../../../runtime/library/missing-roots.ts'
import type { Runnable } from '../../../runtime/read-runnable.ts'
import { runErrorOf } from '../../../runtime/run-error.ts'
import { userFolder } from '../../http/user-folder.ts'
import { type RunArguments, runArguments } from '../arguments.ts'
import { modelFolders } from '../folders.ts'
import { listenForInterruption } from '../interruption.ts'
import { openWorkflow } from '../open-workflow.ts'
import { type Engine, withEngine } from './engine.ts'
import { seedsOf } from './overrides.ts'
import { emptyReport, type RunReport, recorder, summary } from './run-report.ts'
import { showRun } from './show-run.ts'
import { overridesFor, type Variant, variantsOf } from './variants.ts'

export const temp = join(userFolder(), 'temp')

/** `leapgraph run`: makes the pictures of one workflow, once or for each of several values. @returns the exit code */
export async function run(args: readonly string[]): Promise<number> {
  const options = runArguments(args)
  const interruption = listenForInterruption()
  const files = joinFolders(await modelFolders(options), pictureFolders(options))
  return withEngine(options, files, async engine => {
    for (;;) {
      const before = await stampOf(options.file)
      const status = await runVariants(options, engine, interruption.signal)
      if (status === 'cancelled') return interruption.exitCode
      if (!options.watch) return status === 'done' ? 0 : 1
      process.stderr.write(`waiting for ${options.file} to change; Ctrl+C ends\n`)
      if (!(await changes(options.file, before, interruption.signal))) return interruption.exitCode
    }
  })
}

/** Runs one after the other. While a file is watched, an error is shown and the next change is awaited. */
async function runVariants(options: RunArguments, engine: Engine, signal: AbortSignal): Promise<RunStatus> {
  const variants = variantsOf(options)
  let all: RunStatus = 'done'
  try {
    // The engine starts while the file is read.
    const [, read] = await Promise.all([engine.host.facts(), openWorkflow(options.file)])
    for (const [index, variant] of variants.entries()) {
      const show = showRun(process.stderr, options.json ? null : process.stdout)
      const report = await runWorkflow({ options, variant, isFirst: index === 0, show }, read, engine, signal)
      const set = variant.set.map(({ node, input, value }) => `${node}.${input}=${value}`)
      if (options.json)
        process.stdout.write(`${stringifyJson(variants.length > 1 ? { run: index + 1, set, ...report } : report)}\n`)
      else if (report.ok)
        process.stderr.write(
          `${[...(variants.length > 1 ? [`run ${index + 1} of ${variants.length}`, ...set] : []), summary(report)].join(' · ')}\n`,
        )
      if (report.status === 'cancelled') return 'cancelled'
      if (!report.ok) all = 'failed'
    }
  } catch (error) {
    const { stack: _, ...reported } = runErrorOf(error)
    if (options.json) process.stdout.write(`${stringifyJson({ ...emptyReport, errors: [reported] })}\n`)
    if (!options.watch) throw error
    process.stderr.write(`error: ${reported.message}\n`)
    return 'failed'
  }
  return all
}

/** Of one of the runs. */
interface Order {
  readonly options: RunArguments
  readonly variant: Variant
  /** Notes about the file are shown once. */
  readonly isFirst: boolean
  /** Gets every event. */
  readonly show: (event: RunEvent) => void
}

/** Makes the pictures of one run. Errors of its nodes are in the report. */
export async function runWorkflow(
  { options, variant, isFirst, show }: Order,
  read: Awaited<ReturnType<typeof openWorkflow>>,
  { host, library, runner }: Engine,
  signal: AbortSignal,
): Promise<RunReport> {
  const { specs } = await host.facts()
  // Read again for each run, so that each makes its own choice among `{a|b}`.
  const runnable = await read(specs, library)
  const { prompt, workflow } = changed(runnable, specs, overridesFor(runnable.prompt, specs, options, variant))
  const record = recorder(prompt, specs)
  const started = isFirst ? 0 : performance.now()
  for (const sentence of isFirst ? [...runnable.notes, ...(await missingRoots(options.models))] : [])
    show({ kind: 'notice', node: '', message: sentence })
  const running = runner.run({
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
  const checked = isFirst ? contradictionsShown({ prompt, specs, library }, show) : undefined
  const [status] = await Promise.all([running, checked])
  return record.report(status, seedsOf(prompt, specs), performance.now() - started)
}

/** Which content a file has, as far as its size and its time tell; null where there is none. */
const stampOf = (file: string): Promise<string | null> =>
  stat(file).then(
    ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
    () => null,
  )

/** Waits until a file is another one. @returns false when the signal came first */
async function changes(file: string, before: string | null, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    await setTimeout(300, undefined, { signal }).catch(() => {})
    if (signal.aborted) return false
    const now = await stampOf(file)
    if (now !== null && now !== before) return true
  }
}

interface ToRun {
  readonly prompt: Prompt
  readonly specs: Specs
  readonly library: Library
}

const contradictionsShown = (run: ToRun, show: (event: RunEvent) => void): Promise<void> =>
  showContradictions(run, show).catch((error: Error) =>
    show({ kind: 'notice', node: '', message: `few-step files could not be looked up: ${error.message}` }),
  )

/** Shows what contradicts the recipes of few-step files, as notices. */
async function showContradictions({ prompt, specs, library }: ToRun, show: (event: RunEvent) => void): Promise<void> {
  const [{ openRecipes }, { recipeNotices }] = await Promise.all([
    import('../../../runtime/recipes/table.ts'),
    import('../../../runtime/recipes/notices.ts'),
  ])
  const { table, problems } = await openRecipes(userFolder())
  const found = await recipeNotices(prompt, specs, { library, recipes: table })
  for (const notice of [...problems.map(message => ({ node: '', message })), ...found])
    show({ kind: 'notice', ...notice })
}

/** The folders that LoadImage searches: the input folder, then the folder of the workflow. */
const pictureFolders = ({ input = 'input', out, file }: RunArguments): Folders => ({
  input: [resolve(input), dirname(resolve(file))],
  output: [resolve(out)],
  temp: [temp],
})

/** Applies what a run changes to the prompt that runs and to the document that pictures carry. */
function changed({ prompt, workflow, fill }: Runnable, specs: Specs, overrides: readonly Override[]) {
  const document = workflow && workflowWith(workflow, specs, overrides)
  return { prompt: fill(withOverrides(prompt, overrides)), workflow: document }
}
