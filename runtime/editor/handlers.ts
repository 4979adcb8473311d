import { resolve } from 'node:path'
import type { Start } from '../contract/answers.ts'
import type { Handlers } from '../contract/requests.ts'
import type { Picture } from '../contract/run-event.ts'
import { isThere } from '../is-there.ts'
import { recipesOf } from '../recipes/table.ts'
import { listFiles } from './files/models.ts'
import { pathOf } from './files/pictures.ts'
import { upload } from './files/upload.ts'
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

function startHandlers({ options, specs, journal, engine, settings, recipes, runs, workflows, problems }: Parts) {
  let toOpen = options.open ?? []
  return {
    async 'editor:start'(): Promise<Start> {
      const [found, tabs, files] = await Promise.all([specs(), journal.read(), listFiles(engine.library())])
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
        open,
        problems: problems.splice(0),
      }
    },
  } satisfies Partial<Handlers>
}

const platforms = ['linux', 'win32', 'darwin'] as const
const platformName = (): Start['platform'] => platforms.find(name => name === process.platform) ?? 'other'

const documentHandlers = ({ workflows, journal, windows }: Parts) =>
  ({
    'workflow:read': ({ name, bytes }) => workflows.read(name, Buffer.from(bytes, 'base64')),
    'workflow:open': path => workflows.open(path),
    'workflow:pick': workflows.pick,
    'workflow:save': workflows.save,
    'workflow:list': workflows.list,
    'journal:write': async tab => done(await journal.write(tab)),
    'journal:forget': async id => done(await journal.forget(id)),
    'journal:tabs': async tabs => {
      await journal.writeTabs(tabs)
      return done(windows.tabsWritten())
    },
  }) satisfies Partial<Handlers>

const runHandlers = ({ runs, history }: Parts) =>
  ({
    'run:start': order => runs.start(order),
    'run:cancel': id => done(runs.cancel(id)),
    'queue:reorder': ids => done(runs.reorder(ids)),
    'queue:clear': () => done(runs.clear()),
    'queue:list': () => runs.queue,
    'history:list': query => history.list(query),
    'history:workflow': id => {
      const text = history.workflow(id)
      if (text === null) throw new Error('That run is no longer in the history.')
      return text
    },
    'history:forget': ids => done(history.forget(ids)),
    'history:clear': () => done(history.clear()),
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
      const now = await settings.change(part)
      if (now.device !== before.device || String(now.modelFolders) !== String(before.modelFolders)) {
        engine.configure(engineSettings(settings, folders))
        watcher.watch(engine.library().folders)
        windows.send('files', null)
      }
      windows.send('settings', now)
      return now
    },
  }) satisfies Partial<Handlers>
