import { createStore } from 'zustand/vanilla'
import { drawnNodes } from '../../graph/document/drawn-nodes.ts'
import type { EngineState, Start } from '../../runtime/contract/answers.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import type { Settings } from '../../runtime/contract/settings.ts'
import { createConnection } from '../bridge/connect.ts'
import { createDocuments } from './documents.ts'
import { followFailures } from './failures.ts'
import { keepJournal } from './journal.ts'
import { createLayout } from './layout.ts'
import { createNotices, sentenceOf } from './notices.ts'
import { createGallery } from './past/gallery.ts'
import { createRunHistory } from './past/history.ts'
import { createRuns } from './runs.ts'
import { startRun } from './start-run.ts'
import type { FilesState, NodeView, Studio } from './studio.ts'
import { followHandovers, followRuns, openTab } from './sync/handovers.ts'
import { reportHeld, resumeWhenBack } from './sync/reconnect.ts'

export function createStudio(
  api: EditorApi,
  start: Start,
  nodeViews: readonly NodeView[],
  connection = createConnection(),
): Studio {
  const notices = createNotices()
  const documents = createDocuments((document, wish) => startRun(studio, document, wish))
  const runs = createRuns(start.shown)
  const files = createStore<FilesState>(() => ({ names: start.files, models: null }))
  const settings = createStore<Settings>(() => start.settings)
  const engine = createStore<EngineState>(() => start.engine)

  const uncommitted = new Set<() => unknown>()

  const specs = new Map([...drawnNodes, ...start.specs].map(spec => [spec.type, spec]))

  const studio: Studio = {
    api,
    connection,
    facts: start,
    specs,
    nodeViews,
    documents,
    elsewhere: createStore(() => start.elsewhere),
    journal: keepJournal({ api, connection, documents, notices, uncommitted }),
    runs,
    failures: createStore(() => ({ unseen: new Set() })),
    history: createRunHistory(api),
    gallery: createGallery(api),
    files,
    settings,
    engine,
    layout: createLayout(),
    notices,
    draft: createStore(() => ({ edit: null })),
    uncommitted,
    canvas: { current: null },
    canvasOf: document => (documents.active() === document ? studio.canvas.current : null),
    async set(part) {
      settings.setState(await api.request('settings:change', part), true)
    },
    async refreshFiles() {
      files.setState({ names: await api.request('files:list') })
      if (files.getState().models) await studio.loadModels()
    },
    async loadModels() {
      files.setState({ models: await api.request('models:list') })
    },
    async attempt(action) {
      try {
        await action()
      } catch (error) {
        notices.report('bad', sentenceOf(error))
      }
    },
  }
  begin(studio, start)
  return studio
}

function begin(studio: Studio, start: Start): void {
  for (const problem of start.problems) studio.notices.report('warn', problem)
  restore(studio, start)
  studio.runs.setQueue(start.queue)
  reportHeld(studio)
  followRuns(
    studio,
    start.tabs.documents.map(({ id }) => id),
  )
  follow(studio)
  followFailures(studio)
  followHandovers(studio)
  resumeWhenBack(studio)
  studio.journal.flush()
}

/** Opens the documents that were open when the program ended or crashed. */
function restore(studio: Studio, { tabs }: Start): void {
  const { documents, notices } = studio
  const order = new Map(tabs.order.map((id, index) => [id, index]))
  const last = order.size
  for (const tab of tabs.documents.toSorted((a, b) => (order.get(a.id) ?? last) - (order.get(b.id) ?? last)))
    try {
      openTab(studio, tab)
    } catch (error) {
      notices.report('bad', `${tab.title} cannot be restored: ${sentenceOf(error)}`)
    }
  if (tabs.active !== null) documents.find(tabs.active)?.show()
}

function follow({
  api,
  runs,
  history,
  gallery,
  engine,
  settings,
  notices,
  layout,
  refreshFiles,
  attempt,
}: Studio): void {
  api.on('queue', queue => runs.setQueue(queue))
  api.on('run', ({ run, event }) => runs.receive(run, event))
  api.on('recorded', record => {
    history.add(record)
    void attempt(gallery.refresh)
  })
  api.on('favoured', ({ picture, isFavourite }) => {
    gallery.mark(picture, isFavourite)
    if (gallery.all.store.getState().query.favourites) void attempt(gallery.all.refresh)
  })
  api.on('settings', next => settings.setState(next, true))
  api.on('problem', problem => notices.report('bad', problem))
  api.on('files', () => void attempt(refreshFiles))
  api.on('engine', state => {
    engine.setState(state, true)
    if (state.state === 'stopped' && state.message)
      notices.report('bad', state.message, {
        title: 'Show the log',
        run: () => layout.showSide('log'),
      })
  })
}
