import { resolve } from 'node:path'
import type { Shown, Start } from '../contract/answers.ts'
import type { Handlers } from '../contract/requests.ts'
import type { Picture } from '../contract/run-event.ts'
import type { Tab } from '../contract/tabs.ts'
import { isThere } from '../is-there.ts'
import { recipesOf } from '../recipes/table.ts'
import type { RunStore } from '../store/run-store.ts'
import { checkFolder } from './files/check-folder.ts'
import { listFiles } from './files/models.ts'
import { type PictureFolders, pathOf } from './files/pictures.ts'
import { upload } from './files/upload.ts'
import { readFrom } from './files/watch-folders.ts'
import { engineSettings, type Parts } from './parts.ts'
import { readPrompt } from './prompt.ts'

/** One handler for each request of a window. */
export const createHandlers = (parts: Parts): Handlers => ({
  ...startHandlers(parts),
  ...documentHandlers(parts),
  ...runHandlers(parts),
  ...fileHandlers(parts),
  ...settingsHandlers(parts),
})

/** For handlers that have nothing to answer. */
const done = (_: unknown): null => null

function startHandlers({
  options,
  specs,
  store,
  engine,
  settings,
  folders,
  recipes,
  runs,
  workflows,
  problems,
}: Parts) {
  let toOpen = options.open ?? []
  return {
    async 'editor:start'(): Promise<Start> {
      const [found, files] = await Promise.all([specs(), listFiles(engine.library())])
      const tabs = store.tabs.read()
      workflows.trust(toOpen)
      const open = toOpen.map(path => resolve(path))
      toOpen = []
      return {
        version: options.version,
        platform: platformName(),
        dialogs: options.shell.dialogs,
        specs: [...found.values()],
        settings: settings.present,
        recipes: recipesOf(recipes),
        files,
        engine: engine.state,
        queue: runs.queue,
        tabs,
        shown: await shownBy(tabs.documents, store.runs, folders.pictures()),
        open,
        problems: problems.splice(0),
      }
    },
  } satisfies Partial<Handlers>
}

/** The pictures on the nodes of each document, except those whose files are gone. */
async function shownBy(documents: readonly Tab[], runs: RunStore, folders: PictureFolders): Promise<Start['shown']> {
  const shown: Record<string, Shown> = {}
  for (const { id } of documents) {
    const nodes: Record<string, readonly Picture[]> = {}
    for (const [node, pictures] of Object.entries(runs.shown(id))) {
      const there = await Promise.all(pictures.map(picture => isThere(pathOf(picture, folders)[0]!)))
      nodes[node] = pictures.filter((_, index) => there[index])
    }
    shown[id] = nodes
  }
  return shown
}

const platforms = ['linux', 'win32', 'darwin'] as const
const platformName = (): Start['platform'] => platforms.find(name => name === process.platform) ?? 'other'

const documentHandlers = ({ workflows, store: { tabs }, windows }: Parts) =>
  ({
    'workflow:read': ({ name, bytes }) => workflows.read(name, Buffer.from(bytes, 'base64')),
    'workflow:open': path => workflows.open(path),
    'workflow:pick': workflows.pick,
    'workflow:save': workflows.save,
    'file:export': workflows.exportFile,
    'workflow:place': workflows.place,
    'workflow:rename': workflows.rename,
    'workflow:check': workflows.check,
    'workflow:reveal': async path => done(await workflows.reveal(path)),
    'workflow:list': workflows.list,
    'journal:write': tab => done(tabs.write(tab)),
    'journal:forget': id => done(tabs.forget(id)),
    'journal:tabs': order => {
      tabs.writeOrder(order)
      return done(windows.tabsWritten())
    },
  }) satisfies Partial<Handlers>

const runHandlers = ({ runs, store }: Parts) =>
  ({
    'run:start': order => runs.start(order),
    'run:cancel': id => done(runs.cancel(id)),
    'queue:reorder': ids => done(runs.reorder(ids)),
    'queue:clear': () => done(runs.clear()),
    'queue:continue': () => done(runs.continue()),
    'queue:list': () => runs.queue,
    'history:list': query => store.runs.list(query),
    'history:workflow': id => {
      const text = store.runs.text(id)
      if (text === null) throw new Error('That run is no longer in the history.')
      return text
    },
    'history:forget': ids => done(store.runs.forget(ids)),
    'history:clear': () => done(store.runs.clear()),
  }) satisfies Partial<Handlers>

function fileHandlers({ engine, models, folders, options: { shell } }: Parts) {
  const fileOf = (picture: Picture) => firstThere(pathOf(picture, folders.pictures()))
  return {
    'files:list': () => listFiles(engine.library()),
    'models:list': () => models.list(engine.library()),
    'model:identify': which => models.identify(engine.library(), which),
    'picture:upload': ({ name, bytes }) => upload(folders.input, name, Buffer.from(bytes, 'base64')),
    'picture:reveal': async picture => done(await shell.reveal(await fileOf(picture))),
    'picture:copy': async picture => done(await shell.copyPicture(await fileOf(picture))),
    'prompt:read': text => readPrompt(text, engine.library()),
    'folder:pick': () => shell.pickFolder(),
    'folder:check': ({ path, known }) => checkFolder(path, known),
  } satisfies Partial<Handlers>
}

/** The first path with a file. Where there is none it is the first path, for the error to name. */
async function firstThere(paths: readonly string[]): Promise<string> {
  for (const path of paths) if (await isThere(path)) return path
  return paths[0]!
}

const settingsHandlers = ({ settings, engine, folders, watcher, windows }: Parts) =>
  ({
    'settings:change': async part => {
      const before = settings.present
      const now = settings.change(part)
      if (now.device !== before.device || String(now.modelFolders) !== String(before.modelFolders)) {
        engine.configure(engineSettings(settings, folders))
        watcher.watch(readFrom(engine.library().folders))
        windows.send('files', null)
      }
      windows.send('settings', now)
      return now
    },
  }) satisfies Partial<Handlers>
