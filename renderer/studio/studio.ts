import { createStore, type StoreApi } from 'zustand/vanilla'
import { drawnNodes } from '../../graph/document/drawn-nodes.ts'
import type { Change } from '../../graph/edit/change.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { Elsewhere, ModelFile, Start } from '../../runtime/contract/answers.ts'
import type { EngineState } from '../../runtime/contract/editor-events.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import type { Settings } from '../../runtime/contract/settings.ts'
import { type Connection, createConnection } from '../bridge/connect.ts'
import type { NodeView } from '../views/node-view.ts'
import type { CanvasView } from './canvas-view.ts'
import type { DocumentHandle } from './document-handle.ts'
import { createDocuments, type Documents } from './documents.ts'
import { createFailures, followFailures } from './failures.ts'
import { type KeptJournal, keepJournal } from './journal.ts'
import { createLayout, type Layout } from './layout.ts'
import { createNotices, type Notices } from './notices.ts'
import { createGallery, type Gallery } from './past/gallery.ts'
import { createRunHistory, type RunHistory } from './past/history.ts'
import { createRuns, type Runs } from './runs.ts'
import { startRun } from './start-run.ts'
import { followHandovers, followRuns, openTab } from './sync/handovers.ts'
import { reportHeld, resumeWhenBack } from './sync/reconnect.ts'

export interface FilesState {
  /** The names in each model folder and in `input`. */
  readonly names: Readonly<Record<string, readonly string[]>>
  /** What each model file is; null until the list was asked for. */
  readonly models: readonly ModelFile[] | null
}

/** An edit in progress, such as a stroke while the pen is down. Live mode runs it; its document does not have it yet. */
export interface Draft {
  readonly edit: { readonly document: DocumentHandle; readonly change: Change } | null
}

/** The state of the window: one object, which every panel and command is given. */
export interface Studio {
  readonly api: EditorApi
  readonly connection: StoreApi<Connection>
  /** What the program said when the window opened. */
  readonly facts: Start
  readonly specs: ReadonlyMap<string, NodeSpec>
  /** What features add for the nodes that they concern. */
  readonly nodeViews: readonly NodeView[]
  readonly documents: Documents
  /** The open documents that this window does not have. */
  readonly elsewhere: StoreApi<readonly Elsewhere[]>
  readonly journal: KeptJournal
  readonly runs: Runs
  readonly failures: ReturnType<typeof createFailures>
  readonly history: RunHistory
  readonly gallery: Gallery
  readonly files: StoreApi<FilesState>
  readonly settings: StoreApi<Settings>
  readonly engine: StoreApi<EngineState>
  readonly layout: Layout
  readonly notices: Notices
  readonly draft: StoreApi<Draft>
  /** Fields that may hold text which is not in the document yet; each is committed before a command acts. */
  readonly uncommitted: Set<() => unknown>
  /** The canvas, which shows the document in front; null while no graph is shown. */
  readonly canvas: { current: CanvasView | null }
  /** Changes settings in the program, then here. */
  set(part: Partial<Settings>): Promise<void>
  /** Reads the lists of files again. */
  refreshFiles(): Promise<void>
  loadModels(): Promise<void>
  /** Does something that may fail, and reports it when it does. */
  attempt(action: () => unknown): Promise<void>
}

export function createStudio(
  api: EditorApi,
  start: Start,
  nodeViews: readonly NodeView[],
  connection = createConnection(),
): Studio {
  const notices = createNotices()
  const documents = createDocuments((document, wish) => startRun(studio, document, wish))
  const runs = createRuns(start.shown)
  const failures = createFailures()
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
    failures,
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

/** The message of an error without the channel's name, which Electron puts before it. */
const sentenceOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /^Error invoking remote method '[^']*': (\w*Error: )?/,
    '',
  )

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
