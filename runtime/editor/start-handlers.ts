import type { Shown, Start } from '../contract/answers.ts'
import type { Handlers } from '../contract/requests.ts'
import type { Picture } from '../contract/run-event.ts'
import type { Tab } from '../contract/tabs.ts'
import { isThere } from '../is-there.ts'
import { recipesOf } from '../recipes/table.ts'
import type { RunStore } from '../store/run-store.ts'
import { listFiles } from './files/models.ts'
import { type PictureFolders, pathOf } from './files/pictures.ts'
import type { Parts } from './parts.ts'
import type { EditorWindow } from './windows.ts'

/** What a window is given when it starts: everything it shows before a person does anything. */
export function startHandlers(parts: Parts, window: EditorWindow) {
  const { options, specs, store, engine, settings, folders, recipes, runs, windows, toOpen, problems } = parts
  return {
    async 'editor:start'(holds): Promise<Start> {
      // A page that comes back keeps what it has, also while the engine still starts. A new page waits for those.
      if (holds) windows.begin(window, holds)
      const [found, files] = await Promise.all([specs(), listFiles(engine.library())])
      if (!holds) windows.begin(window)
      const tabs = store.tabs.read(windows.ownership.of(window))
      const shown = await shownBy(tabs.documents, store.runs, folders.pictures())
      // Nothing is awaited from here on: an event that is sent later is newer than this answer.
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
        elsewhere: windows.ownership.elsewhere(window),
        shown,
        open: holds ? [] : toOpen.splice(0),
        problems: problems.splice(0),
      }
    },
  } satisfies Partial<Handlers>
}

/** The pictures on the nodes of each document, except those whose files are gone. */
export async function shownBy(
  documents: readonly Tab[],
  runs: RunStore,
  folders: PictureFolders,
): Promise<Start['shown']> {
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
