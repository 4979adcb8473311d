import { resolve } from 'node:path'
import { isPackDevice } from '../../engine/runtime/device.ts'
import { openAccelerators } from '../accelerators/accelerators.ts'
import type { EngineSettings } from '../engine-process/messages.ts'
import type { Library } from '../library/library.ts'
import { missingRoots } from '../library/missing-roots.ts'
import { openRecipes } from '../recipes/table.ts'
import type { SettingsStore } from '../store/settings-store.ts'
import { openStore } from '../store/store.ts'
import { createEngine } from './engine.ts'
import { chosenFolders } from './files/chosen-folders.ts'
import { createModels } from './files/models.ts'
import { createPictures, pictureBeside } from './files/pictures.ts'
import { readFrom, watchFolders } from './files/watch-folders.ts'
import { createWorkflows } from './files/workflows.ts'
import { type EditorFolders, editorFolders } from './folders.ts'
import { createLog } from './log.ts'
import type { EditorOptions } from './options.ts'
import { createRuns } from './runs/runs.ts'
import { createWindows, type Listener } from './windows.ts'

export type Parts = Awaited<ReturnType<typeof openParts>>

/** Everything that stands behind the windows of one user, opened and connected. */
export async function openParts(options: EditorOptions) {
  const { userFolder, shell } = options
  /** What could not be restored or read, as sentences for the first window. */
  const problems: string[] = []
  const store = openStore(userFolder, problem => problems.push(problem))
  const windows = createWindows(store.tabs.list())
  const { settings } = store
  const folders = editorFolders(options, settings)
  const recipes = await openRecipes(userFolder)
  const accelerators = await openAccelerators(userFolder)
  problems.push(...recipes.problems, ...(await missingRoots(folders.named())).map(capitalized))

  const { log, engine } = loggedEngine(options, { settings, folders, accelerators }, windows.send)
  const specs = async () => (await (await engine.ready()).host.facts()).specs
  const runs = createRuns({
    engine: engine.ready,
    folders: () => ({ output: folders.output(), temp: folders.temp }),
    previews: () => settings.present.previews,
    onQueue: queue => windows.send('queue', queue),
    onEvent: (run, event) => windows.send('run', { run, event: log.run(event) }),
    onRecord: record => windows.send('recorded', record),
    store: store.runs,
  })
  const workflows = createWorkflows({
    userFolder,
    examplesFolder: folders.examples,
    shell,
    specs,
    library: engine.library,
    onChange: () => windows.send('workflows', null),
  })
  const toOpen = (options.open ?? []).map(path => resolve(path))
  workflows.trust(toOpen)
  const models = createModels({ builtIn: folders.shippedModels, recipes: recipes.table })
  const picture = createPictures(folders.pictures, folders.examples, name => modelPicture(engine.library(), name))
  const watcher = watchFolders(() => windows.send('files', null), { recursive: true })
  watcher.watch(readFrom(engine.library().folders))
  return {
    options,
    problems,
    toOpen,
    windows,
    settings,
    folders,
    chosenFolders: chosenFolders(shell, () => [folders.output(), ...folders.named()]),
    accelerators,
    recipes: recipes.table,
    store,
    engine,
    log,
    specs,
    runs,
    workflows,
    models,
    picture,
    watcher,
  }
}

/** The engine, and the log of its output and its states. An accelerator pack that ended it is not used again. */
function loggedEngine({ startEngine }: EditorOptions, parts: EngineParts, send: Listener) {
  const log = createLog(lines => send('log', lines))
  const start = () => log.follow(startEngine())
  const engine = createEngine(start, engineSettings(parts), (state, crashedOn) => {
    log.engine(state)
    send('engine', state)
    if (!isPackDevice(crashedOn)) return
    // Where the crash cannot be recorded, only this program knows of it.
    parts.accelerators.distrust(crashedOn).catch(() => {})
    engine.configure(engineSettings(parts))
  })
  return { log, engine }
}

/** What the engine is started with, as the settings are now. */
export const engineSettings = ({ settings, folders, accelerators }: EngineParts): EngineSettings => ({
  folders: folders.all(),
  device: settings.present.device,
  transformers: settings.present.transformers === '4' ? 4 : 5,
  precision: settings.present.precision,
  packs: accelerators.believed,
})

interface EngineParts {
  readonly settings: SettingsStore
  readonly folders: EditorFolders
  readonly accelerators: Awaited<ReturnType<typeof openAccelerators>>
}

/** @param name  of a model file, after its folder's: `loras/style.safetensors` */
async function modelPicture(library: Library, name: string): Promise<string | null> {
  const [folder = '', ...rest] = name.split('/')
  const found = await library.find(folder, rest.join('/'))
  return found && pictureBeside(found.path)
}

const capitalized = (problem: string): string => `${problem[0]!.toUpperCase()}${problem.slice(1)}.`
