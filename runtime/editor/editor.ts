import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Start } from '../contract/answers.ts'
import type { EditorEvents } from '../contract/editor-events.ts'
import type { Handlers } from '../contract/requests.ts'
import type { Settings } from '../contract/settings.ts'
import type { Channel } from '../engine-process/channel.ts'
import type { EngineSettings } from '../engine-process/messages.ts'
import { isThere } from '../is-there.ts'
import { builtInModels } from '../library/built-in.ts'
import { type Folders, joinFolders, modelsRoot } from '../library/folders.ts'
import { missingRoots } from '../library/missing-roots.ts'
import { openRecipes, recipesOf } from '../recipes/table.ts'
import { createEngine, type Engine } from './engine.ts'
import { createModels, listFiles } from './files/models.ts'
import { createPictures, type PictureFolders, type PictureReply, pathOf, pictureBeside } from './files/pictures.ts'
import { upload } from './files/upload.ts'
import { watchFolders } from './files/watch-folders.ts'
import { createWorkflows, shippedExamples } from './files/workflows.ts'
import { openHistory } from './history.ts'
import { openJournal } from './journal.ts'
import { claimFolder } from './only-one.ts'
import type { Shell } from './page/shell.ts'
import { readPrompt } from './prompt.ts'
import { createRuns, type Runs } from './runs.ts'
import { openSettings } from './settings.ts'

export interface EditorOptions {
  readonly version: string
  /** settings.json, journal/, history.sqlite and workflows/ live here. */
  readonly userFolder: string
  /** Where pictures go unless the settings say otherwise. */
  readonly outputFolder: string
  /** Where LoadImage looks and uploads go. */
  readonly inputFolder: string
  /** Models roots from the command line, searched before those of the settings. */
  readonly modelFolders?: readonly string[]
  /** Starts an engine process. */
  startEngine(): Channel
  /** Where `models` and `workflows` of the product lie, if not beside the sources. */
  readonly shipped?: string
  readonly shell: Shell
  /** Files to open first. */
  readonly open?: readonly string[]
}

type Listener = <E extends keyof EditorEvents>(event: E, data: EditorEvents[E]) => void

/** Everything that stands behind the windows of one user. */
export interface Editor {
  readonly handlers: Handlers
  readonly runs: Runs
  readonly engine: Engine
  /** Everything it tells its windows. */
  listen(listener: Listener): () => void
  tell: Listener
  /** A picture by its address. Never throws. */
  picture(query: URLSearchParams): Promise<PictureReply>
  /** Calls back whenever a window has written which tabs are open. */
  onTabsWritten(listener: () => void): () => void
  close(): Promise<void>
}

/** Opens what a user left: settings, journal, history; starts the engine, which is needed at once for its nodes. */
export async function openEditor(options: EditorOptions): Promise<Editor> {
  const { userFolder, shell, inputFolder } = options
  const problems: string[] = []
  const told = (problem: string) => problems.push(problem)
  mkdirSync(userFolder, { recursive: true })
  const giveBack = claimFolder(userFolder)

  const listeners = new Set<Listener>()
  const tell: Listener = (event, data) => {
    // The system named this file, so the user did.
    if (event === 'open') workflows.trust([String(data)])
    for (const listener of listeners) listener(event, data)
  }
  const settings = await openSettings(join(userFolder, 'settings.json'), told)
  const recipes = await openRecipes(userFolder)
  for (const problem of recipes.problems) told(problem)
  const journal = openJournal(join(userFolder, 'journal'), told)
  const history = openHistory(userFolder, told)
  const temp = join(tmpdir(), 'leapgraph')
  const shippedModels = options.shipped === undefined ? builtInModels : modelsRoot(join(options.shipped, 'models'))
  const examplesFolder = options.shipped === undefined ? shippedExamples : join(options.shipped, 'workflows')
  const output = () => resolve(settings.present.outputFolder || options.outputFolder)
  const foldersOf = ({ modelFolders }: Settings): Folders =>
    joinFolders(
      ...[...(options.modelFolders ?? []), ...modelFolders].map(root => modelsRoot(resolve(root))),
      shippedModels,
      // Shipped workflows name pictures that lie beside them.
      { input: [resolve(inputFolder), examplesFolder], output: [output()], temp: [temp] },
    )
  const engineSettings = (now: Settings): EngineSettings => ({ folders: foldersOf(now), device: now.device })

  for (const root of await missingRoots([...(options.modelFolders ?? []), ...settings.present.modelFolders]))
    told(`${root[0]!.toUpperCase()}${root.slice(1)}.`)
  const engine = createEngine(options.startEngine, engineSettings(settings.present), state => tell('engine', state))
  const specs = async () => (await (await engine.ready()).host.facts()).specs
  const runs = createRuns({
    engine: engine.ready,
    folders: () => ({ output: output(), temp }),
    previews: () => settings.present.previews,
    onQueue: queue => tell('queue', queue),
    onEvent: (run, event) => tell('run', { run, event }),
    onRecord(record, document) {
      history.add(record, document)
      tell('recorded', record)
    },
  })
  const workflows = createWorkflows({ userFolder, examplesFolder, shell, specs, library: engine.library })
  const models = createModels({ builtIn: shippedModels, recipes: recipes.table })
  const pictureFolders = (): PictureFolders => ({
    output: output(),
    temp,
    input: [resolve(inputFolder), examplesFolder],
  })
  const picture = createPictures(pictureFolders, examplesFolder, async name => {
    const [folder, ...rest] = name.split('/')
    const found = await engine.library().find(folder ?? '', rest.join('/'))
    return found && pictureBeside(found.path)
  })
  const watcher = watchFolders(() => tell('files', null))
  watcher.watch(engine.library().folders)
  let toOpen = options.open ?? []
  const tabsWritten = new Set<() => void>()

  const handlers: Handlers = {
    async 'editor:start'(): Promise<Start> {
      const [found, tabs, files] = await Promise.all([specs(), journal.read(), listFiles(engine.library())])
      const start = {
        version: options.version,
        platform: platformName(),
        dialogs: shell.dialogs,
        specs: [...found.values()],
        settings: settings.present,
        recipes: recipesOf(recipes.table),
        files,
        engine: engine.state,
        queue: runs.queue,
        tabs,
        open: toOpen.map(path => resolve(path)),
        problems: problems.splice(0),
      }
      workflows.trust([...toOpen, ...tabs.documents.flatMap(({ path }) => path ?? [])])
      toOpen = []
      return start
    },
    'workflow:read': ({ name, bytes }) => workflows.read(name, Buffer.from(bytes, 'base64')),
    'workflow:open': path => workflows.open(path),
    'workflow:pick': workflows.pick,
    'workflow:save': workflows.save,
    'workflow:list': workflows.list,
    'journal:write': tab => journal.write(tab).then(() => null),
    'journal:forget': id => journal.forget(id).then(() => null),
    async 'journal:tabs'(tabs) {
      await journal.writeTabs(tabs)
      for (const listener of tabsWritten) listener()
      return null
    },
    'run:start': order => runs.start(order),
    'run:cancel': id => done(runs.cancel(id)),
    'queue:reorder': ids => done(runs.reorder(ids)),
    'queue:clear': () => done(runs.clear()),
    'queue:list': () => runs.queue,
    'history:list': query => history.list(query),
    'history:workflow'(id) {
      const text = history.workflow(id)
      if (text === null) throw new Error('That run is no longer in the history.')
      return text
    },
    'history:forget': ids => done(history.forget(ids)),
    'history:clear': () => done(history.clear()),
    'files:list': () => listFiles(engine.library()),
    'models:list': () => models.list(engine.library()),
    'model:identify': which => models.identify(engine.library(), which),
    'picture:upload': ({ name, bytes }) => upload(resolve(inputFolder), name, Buffer.from(bytes, 'base64')),
    'picture:reveal': async ref => done(await shell.reveal(await existing(pathOf(ref, pictureFolders())))),
    'picture:copy': async ref => done(await shell.copyPicture(await existing(pathOf(ref, pictureFolders())))),
    'prompt:read': text => readPrompt(text, engine.library()),
    async 'settings:change'(part) {
      const before = settings.present
      const now = await settings.change(part)
      if (now.device !== before.device || String(now.modelFolders) !== String(before.modelFolders)) {
        engine.configure(engineSettings(now))
        watcher.watch(engine.library().folders)
        tell('files', null)
      }
      tell('settings', now)
      return now
    },
    'folder:pick': () => shell.pickFolder(),
  }

  return {
    handlers,
    runs,
    engine,
    tell,
    picture,
    onTabsWritten(listener) {
      tabsWritten.add(listener)
      return () => tabsWritten.delete(listener)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      giveBack()
      watcher.close()
      runs.clear()
      for (const { id } of runs.queue) runs.cancel(id)
      await engine.close()
      await runs.idle()
      history.close()
    },
  }
}

/** The first of some paths that is there; of none, the first, for the sentence that says so. */
async function existing(paths: readonly string[]): Promise<string> {
  for (const path of paths) if (await isThere(path)) return path
  return paths[0]!
}

/** For handlers that have nothing to say. */
const done = (_: unknown): null => null

const platforms = ['linux', 'win32', 'darwin'] as const
const platformName = (): Start['platform'] => platforms.find(name => name === process.platform) ?? 'other'
