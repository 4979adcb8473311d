import type { RunRecord, Shown, Start } from '../../../runtime/contract/answers.ts'
import { shownOn } from '../run-view.ts'
import { heldRuns, type Runs } from '../runs.ts'
import type { Studio } from '../studio.ts'
import { giveUp, openTab, showElsewhere } from './handovers.ts'

/** When the connection is back: sends the edits that were made meanwhile, and reads again what the program may have changed. */
export function resumeWhenBack(studio: Studio): void {
  studio.connection.subscribe(({ isLost }, before) => {
    // What other windows have is not known any more: none of it can be taken over.
    if (isLost) studio.elsewhere.setState([], true)
    else if (before.isLost) void studio.attempt(() => resume(studio))
  })
}

async function resume(studio: Studio): Promise<void> {
  const { api, documents, journal } = studio
  const start = await api.request('editor:start', [...journal.held()])
  showElsewhere(studio, start.elsewhere)
  for (const tab of start.tabs.documents) {
    if (!documents.find(tab.id) || journal.wrote(tab)) continue
    giveUp(studio, tab.id)
    openTab(studio, tab)
  }
  journal.resume(start.tabs.documents.map(({ id }) => id))
  await refresh(studio, start)
}

async function refresh(studio: Studio, start: Start): Promise<void> {
  const { settings, files, engine, runs, history, notices, facts } = studio
  settings.setState(start.settings, true)
  engine.setState(start.engine, true)
  files.setState({ names: start.files })
  runs.setQueue(start.queue)
  for (const problem of start.problems) notices.report('warn', problem)
  reportHeld(studio)
  if (start.version !== facts.version)
    notices.report('warn', `Leapgraph is version ${start.version} now; this page is of ${facts.version}.`, {
      title: 'Load again',
      run: () => location.reload(),
    })
  await Promise.all([history.refresh(), studio.gallery.refresh()])
  endRuns(runs, history.store.getState().records)
  if (files.getState().models) await studio.loadModels()
}

/** Ends the runs that are no longer in the queue, as the history says. */
function endRuns(runs: Runs, records: readonly RunRecord[]): void {
  for (const [run, { document, view }] of runs.unended()) {
    const record = records.find(({ id }) => id === run)
    const made = Object.groupBy(record?.pictures ?? [], ({ node }) => shownOn(view.drawn, node)) as Shown
    runs.showPictures(document, { ...runs.store.getState().pictures[document], ...made })
    for (const error of record?.errors ?? []) runs.receive(run, { kind: 'error', error })
    const status = record && record.status !== 'interrupted' ? record.status : 'cancelled'
    runs.receive(run, { kind: 'run-end', status, ms: record?.ms ?? 0 })
  }
}

/** Says that runs wait for a person to continue them. */
export function reportHeld({ runs, notices }: Studio): void {
  const held = runs.store.getState().queue.filter(({ state }) => state === 'held').length
  if (held > 0) notices.report('warn', `${heldRuns(held)} Continue or remove them in the queue.`)
}
