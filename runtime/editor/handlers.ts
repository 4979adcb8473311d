import { totalmem } from 'node:os'
import { readWorkflow } from '../../graph/import/read-workflow.ts'
import { writeWorkflow } from '../../graph/workflow.ts'
import type { Accelerators, MachineFacts } from '../contract/answers.ts'
import type { Handlers } from '../contract/requests.ts'
import type { Picture } from '../contract/run-event.ts'
import { conflictsIn } from '../fit/while-wiring.ts'
import { isThere } from '../is-there.ts'
import { droppedModel } from '../library/dropped-model.ts'
import type { Engine } from './engine.ts'
import { checkFolder } from './files/check-folder.ts'
import { listFiles } from './files/models.ts'
import { pathOf } from './files/pictures.ts'
import { upload } from './files/upload.ts'
import { readFrom } from './files/watch-folders.ts'
import { engineSettings, type Parts } from './parts.ts'
import { readPrompt } from './prompt.ts'
import { shownBy, startHandlers } from './start-handlers.ts'
import type { EditorWindow } from './windows.ts'

/** One handler for each request of one window. */
export const createHandlers = (parts: Parts, window: EditorWindow): Handlers => ({
  ...startHandlers(parts, window),
  ...documentHandlers(parts),
  ...journalHandlers(parts, window),
  ...runHandlers(parts),
  ...fileHandlers(parts),
  ...settingsHandlers(parts),
  ...acceleratorHandlers(parts),
  'log:list': parts.log.lines,
  'machine:measure': () => measured(parts),
})

/** The speed of the CPU, measured once, while nothing runs. */
async function measured({ engine, runs }: Parts): Promise<MachineFacts> {
  const known = speeds.get(engine)
  if (known) return known
  const facts = (async () => {
    await runs.idle()
    const { host } = await engine.ready()
    return { flops: await host.measure(), memory: totalmem() }
  })()
  speeds.set(engine, facts)
  facts.catch(() => speeds.delete(engine))
  return facts
}
const speeds = new WeakMap<Engine, Promise<MachineFacts>>()

/** For handlers that have nothing to answer. */
const done = (_: unknown): null => null

const documentHandlers = ({ workflows }: Parts) =>
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
  }) satisfies Partial<Handlers>

/** A window writes and closes only the documents that it has. */
function journalHandlers({ store: { tabs, runs }, windows, folders }: Parts, window: EditorWindow) {
  const { ownership } = windows
  const mustOwn = (id: string) => {
    try {
      ownership.mustOwn(window, id)
    } catch (error) {
      window.send('elsewhere', ownership.elsewhere(window))
      throw error
    }
  }
  return {
    async 'document:take'(id) {
      await windows.handovers.take(id, window)
      const [tab] = tabs.read([id]).documents
      if (!tab) throw new Error('This workflow was closed in its window.')
      const { [id]: shown = {} } = await shownBy([tab], runs, folders.pictures())
      return { tab, shown }
    },
    'document:release': id => {
      mustOwn(id)
      return done(windows.handovers.release(id))
    },
    'journal:write': tab => {
      mustOwn(tab.id)
      tabs.write(tab)
      if (ownership.stored(window, tab)) windows.tellElsewhere()
      return null
    },
    'journal:forget': id => {
      mustOwn(id)
      tabs.forget(id)
      ownership.closed(id)
      return done(windows.tellElsewhere())
    },
    'journal:steps': id => {
      mustOwn(id)
      return tabs.steps(id)
    },
    'journal:tabs': given => {
      tabs.writeOrder({ ...given, order: [...ownership.orderAfter(window, tabs.order().order, given)] })
      return done(windows.tabsWritten())
    },
  } satisfies Partial<Handlers>
}

const runHandlers = ({ runs, store, windows, specs }: Parts) =>
  ({
    'run:start': order => runs.start(order).id,
    'run:cancel': id => done(runs.cancel(id)),
    'run:overtake': id => done(runs.overtake(id)),
    'queue:reorder': ids => done(runs.reorder(ids)),
    'queue:clear': () => done(runs.clear()),
    'queue:continue': () => done(runs.continue()),
    'queue:list': () => runs.queue,
    'history:list': query => store.runs.list(query),
    'history:workflow': async id => {
      const text = store.runs.text(id)
      if (text === null) throw new Error('That run is no longer in the history.')
      // A client of ComfyUI's API may send no document: its prompt becomes one.
      const { request } = store.runs.request(id)
      return !request || request.hasWorkflow ? text : writeWorkflow(readWorkflow(text, await specs()))
    },
    'history:forget': ids => done(store.runs.forget(ids)),
    'history:clear': () => done(store.runs.clear()),
    'gallery:list': query => store.runs.gallery.list(query),
    'gallery:favour': ({ picture, isFavourite }) => {
      store.runs.gallery.favour(picture, isFavourite)
      windows.send('favoured', { picture, isFavourite })
      return null
    },
  }) satisfies Partial<Handlers>

function fileHandlers({ engine, models, specs, folders, chosenFolders, options: { shell } }: Parts) {
  const fileOf = (picture: Picture) => firstThere(pathOf(picture, folders.pictures()))
  return {
    'files:list': () => listFiles(engine.library()),
    'models:list': () => models.list(engine.library()),
    'model:describe': ({ name, size, bytes }) =>
      droppedModel({ name, size, header: Buffer.from(bytes, 'base64') }, engine.library()),
    'workflow:fit': async text => conflictsIn(text, await specs(), engine.library()),
    'model:identify': which => models.identify(engine.library(), which),
    'picture:upload': ({ name, bytes }) => upload({ root: folders.input }, name, Buffer.from(bytes, 'base64')),
    'picture:reveal': async picture => done(await shell.reveal(await fileOf(picture))),
    'picture:copy': async picture => done(await shell.copyPicture(await fileOf(picture))),
    'prompt:read': text => readPrompt(text, engine.library()),
    'folder:pick': chosenFolders.pick,
    'folder:check': ({ path, known }) => checkFolder(path, known),
  } satisfies Partial<Handlers>
}

/** The first path with a file. Where there is none it is the first path, for the error to name. */
async function firstThere(paths: readonly string[]): Promise<string> {
  for (const path of paths) if (await isThere(path)) return path
  return paths[0]!
}

/** A new verdict holds from the next run on. */
function acceleratorHandlers({ settings, engine, folders, accelerators }: Parts) {
  const configured = (answer: Accelerators): Accelerators => {
    engine.configure(engineSettings({ settings, folders, accelerators }))
    return answer
  }
  return {
    'accelerators:list': () => accelerators.list(),
    'accelerators:add': async ({ name, bytes }) =>
      configured(await accelerators.add(name, Buffer.from(bytes, 'base64'))),
    'accelerators:test': async name => configured(await accelerators.test(name)),
    'accelerators:remove': async name => configured(await accelerators.remove(name)),
  } satisfies Partial<Handlers>
}

const settingsHandlers = ({ settings, engine, folders, chosenFolders, accelerators, watcher, windows }: Parts) =>
  ({
    'settings:change': async part => {
      const unknown = chosenFolders.unknown(part)
      // Changes without a question keep their order.
      if (unknown.length > 0) await chosenFolders.confirm(unknown)
      const before = settings.present
      const now = settings.change(part)
      const engineKeys = ['device', 'precision', 'transformers', 'modelFolders'] as const
      if (engineKeys.some(key => String(now[key]) !== String(before[key]))) {
        engine.configure(engineSettings({ settings, folders, accelerators }))
        watcher.watch(readFrom(engine.library().folders))
        windows.send('files', null)
      }
      windows.send('settings', now)
      return now
    },
  }) satisfies Partial<Handlers>
