import { z } from 'zod'
import type {
  Accelerators,
  DroppedModel,
  Examples,
  FileOnDisk,
  FolderCheck,
  GalleryPage,
  IdentifiedFile,
  MachineFacts,
  ModelFile,
  NodeSentence,
  OpenedWorkflow,
  PromptFacts,
  QueueItem,
  RunRecord,
  SaveAnswer,
  SavedFile,
  Start,
  TakenDocument,
} from './answers.ts'
import type { EditorEvents, LogLine } from './editor-events.ts'
import type { Settings } from './settings.ts'
import { settings } from './settings.ts'
import { openTabs, type Steps, tab } from './tabs.ts'

/**
 * What an editor window may ask of the program behind it: one line here and one handler in runtime/editor/. Electron
 * carries these over IPC, `leapgraph serve` over a WebSocket; both check every argument against these schemas, since a
 * window shows files of unknown origin. Documents are sent as the text of a workflow file, so that 64-bit seeds stay exact.
 */

const id = z.string().min(1).max(200)
const path = z.string().min(1).max(4096)
const documentText = z.string().max(256 * 1024 * 1024)
/** A file's bytes. */
const base64 = z.base64().max(512 * 1024 * 1024)
const fileName = z.string().min(1).max(1000)
/** What a save needs to know of its place. */
const place = {
  path: path.nullable(),
  name: fileName,
  /**
   * The file that may be replaced, as the window last read or wrote it. Where the file at the path is not that one, nothing is
   * written, and the answer is the conflict.
   */
  known: z.object({ path, version: z.string().max(200) }).nullish(),
  /** What happens when another file is there: `number` saves under a free name, `NAME (1).json`. */
  ifTaken: z.enum(['ask', 'number']).optional(),
}
const picture = z.object({ filename: path, subfolder: z.string().max(4096), type: z.enum(['output', 'temp', 'input']) })

export const requests = {
  /**
   * Everything a window needs before it shows anything, with the open documents that no other window has. A window whose
   * connection is back names the documents that it shows, and keeps those that no other window has taken over.
   */
  'editor:start': z.tuple([z.array(id).max(1000).optional()]),

  /** Reads what a person dropped or chose: a workflow, a prompt, a picture that carries one, A1111 text. */
  'workflow:read': z.tuple([z.object({ name: z.string().max(1000), bytes: base64 })]),
  /** Reads a file that the program listed itself: recent files, saved workflows, examples. */
  'workflow:open': z.tuple([path]),
  /** Asks with the system's dialog; null when cancelled. Only where `start.dialogs`. */
  'workflow:pick': z.tuple([]),
  /**
   * Writes a file, whole or not at all. `path` null: asks where with the system's dialog (null when cancelled), or,
   * without dialogs, writes `name` into the workflows folder.
   */
  'workflow:save': z.tuple([z.object({ ...place, text: documentText })]),
  /** The same for an export, a picture or a .json, with the system's dialog. In a browser an export is a download. */
  'file:export': z.tuple([z.object({ ...place, bytes: base64 })]),
  /**
   * Where a workflow with this name would be, and the version of the file that is there: in the folder of the file `beside`,
   * else in the workflows folder.
   */
  'workflow:place': z.tuple([z.object({ name: fileName, beside: path.nullable() })]),
  /** Gives a file another name in its folder. Rejects when the name is taken. */
  'workflow:rename': z.tuple([z.object({ path, name: fileName })]),
  /** The versions of files that are open in a window; those that no person chose are left out. Their folders are watched. */
  'workflow:check': z.tuple([z.array(path).max(1000)]),
  /** What does not fit together in a document that is being wired, by node. */
  'workflow:fit': z.tuple([documentText]),
  /** Shows a file in the system's file window. */
  'workflow:reveal': z.tuple([path]),
  /** Saved workflows, recent files, and the examples that ship. */
  'workflow:list': z.tuple([]),

  /** Takes over an open document. The window that shows it has two seconds for its last edits. */
  'document:take': z.tuple([id]),
  /** The answer to `handover`: the last edits are written. */
  'document:release': z.tuple([id]),

  /** The autosave journal: the present text of one tab. A window writes and forgets only its own documents. */
  'journal:write': z.tuple([tab]),
  'journal:forget': z.tuple([id]),
  /** What undo and redo return to, with all texts. */
  'journal:steps': z.tuple([id]),
  /** Which tabs the window has, in order, and which one is in front. */
  'journal:tabs': z.tuple([openTabs]),

  /**
   * Queues a run. `targets`: only these output nodes and what they need; `front`: before all runs that wait. `live`: asked for
   * by live mode, so that the history keeps it only when it was not cancelled; a `draft` shows an edit that is still in
   * progress: it saves nothing and leaves no record.
   */
  'run:start': z.tuple([
    z.object({
      text: documentText,
      title: z.string().max(500),
      /** The id of the document in its window. */
      document: id.nullable().default(null),
      targets: z.array(id).max(10_000).optional(),
      front: z.boolean().optional(),
      live: z.enum(['edit', 'draft']).optional(),
    }),
  ]),
  /** Cancels a run, whether it waits or runs. */
  'run:cancel': z.tuple([id]),
  /** A newer run waits: the run in progress ends once it has shown its previews, without the exact pictures. The engine goes on. */
  'run:overtake': z.tuple([id]),
  /** The new order of the runs that wait. Unknown ids are ignored; runs that are not named follow in their present order. */
  'queue:reorder': z.tuple([z.array(id).max(10_000)]),
  /** Cancels the runs that wait, held ones too; the one in progress goes on. */
  'queue:clear': z.tuple([]),
  /** Lets the runs that are held wait for their turn. */
  'queue:continue': z.tuple([]),
  'queue:list': z.tuple([]),

  /** Finished runs, newest first. `before`: older than this run. */
  'history:list': z.tuple([z.object({ before: id.optional(), limit: z.number().int().min(1).max(500) })]),
  /** The document of a run, exactly as it was queued. */
  'history:workflow': z.tuple([id]),
  /** Forgets runs; their pictures stay on disk. */
  'history:forget': z.tuple([z.array(id).max(100_000)]),
  'history:clear': z.tuple([]),

  /**
   * The pictures of the history, newest first; a file that several runs show comes once, with the latest of them.
   * `search`: words that all occur in the prompts, the seed, the names of the models or the title. `offset`: how many newer
   * ones are left out.
   */
  'gallery:list': z.tuple([
    z.object({
      search: z.string().max(1000).default(''),
      favourites: z.boolean().default(false),
      /** Only those of one document. */
      document: id.optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(500),
    }),
  ]),
  /** Makes a picture a favourite, or none. */
  'gallery:favour': z.tuple([z.object({ picture, isFavourite: z.boolean() })]),

  /** The names in every model folder and in `input`, for the combos. */
  'files:list': z.tuple([]),
  /** Every model file with what it is. */
  'models:list': z.tuple([]),
  /** What a file is, by its header: `bytes` are those before its numbers. */
  'model:describe': z.tuple([
    z.object({ name: z.string().min(1).max(500), size: z.number().int().nonnegative(), bytes: base64 }),
  ]),
  /** What one model file is. `hash`: reads the whole file where its hash can tell more; that takes seconds for gigabytes. */
  'model:identify': z.tuple([z.object({ folder: id, name: path, hash: z.boolean() })]),
  /** Puts a picture into the input folder. @returns the name that LoadImage finds it by */
  'picture:upload': z.tuple([z.object({ name: z.string().min(1).max(500), bytes: base64 })]),
  'picture:reveal': z.tuple([picture]),
  'picture:copy': z.tuple([picture]),

  /** How many CLIP tokens a prompt has, and in how many chunks of 75. */
  'prompt:read': z.tuple([z.string().max(200_000)]),

  /** The newest lines of the log, oldest first. */
  'log:list': z.tuple([]),
  /** Measures the CPU, once for each start of the program; waits until nothing runs. */
  'machine:measure': z.tuple([]),

  /** The installed packs. Adding and testing one takes a minute; both answer with the verdict. */
  'accelerators:list': z.tuple([]),
  'accelerators:add': z.tuple([z.object({ name: fileName, bytes: base64 })]),
  'accelerators:test': z.tuple([fileName]),
  'accelerators:remove': z.tuple([fileName]),
  'settings:change': z.tuple([settings.partial()]),
  /** Asks for a folder with the system's dialog; null when cancelled or where there are no dialogs. */
  'folder:pick': z.tuple([]),
  /** What is to be said of a path before it becomes a models folder. `known`: those that are listed already. */
  'folder:check': z.tuple([z.object({ path, known: z.array(path).max(100) })]),
} as const satisfies Record<string, z.ZodTuple>

export type Channel = keyof typeof requests

/** What each request answers. */
export interface Answers {
  'editor:start': Start
  'workflow:read': OpenedWorkflow
  'workflow:open': OpenedWorkflow
  'workflow:pick': OpenedWorkflow | null
  'workflow:save': SaveAnswer
  'file:export': SaveAnswer
  'workflow:place': FileOnDisk
  'workflow:rename': SavedFile
  'workflow:check': readonly FileOnDisk[]
  'workflow:fit': readonly NodeSentence[]
  'workflow:reveal': null
  'workflow:list': Examples
  'document:take': TakenDocument
  'document:release': null
  'journal:write': null
  'journal:forget': null
  'journal:steps': Steps
  'journal:tabs': null
  'run:start': string
  'run:cancel': null
  'run:overtake': null
  'queue:reorder': null
  'queue:clear': null
  'queue:continue': null
  'queue:list': readonly QueueItem[]
  'history:list': readonly RunRecord[]
  'history:workflow': string
  'history:forget': null
  'history:clear': null
  'gallery:list': GalleryPage
  'gallery:favour': null
  'files:list': Readonly<Record<string, readonly string[]>>
  'models:list': readonly ModelFile[]
  'model:describe': DroppedModel
  'model:identify': IdentifiedFile | null
  'picture:upload': string
  'picture:reveal': null
  'picture:copy': null
  'prompt:read': PromptFacts
  'log:list': readonly LogLine[]
  'machine:measure': MachineFacts
  'accelerators:list': Accelerators
  'accelerators:add': Accelerators
  'accelerators:test': Accelerators
  'accelerators:remove': Accelerators
  'settings:change': Settings
  'folder:pick': string | null
  'folder:check': FolderCheck
}

export type Arguments<C extends Channel> = z.infer<(typeof requests)[C]>

/** One handler for each request: a missing or misspelt one does not compile. */
export type Handlers = { readonly [C in Channel]: (...args: Arguments<C>) => Promise<Answers[C]> | Answers[C] }

/** How a window talks to the program: `window.leapgraph` on the desktop, a WebSocket in a browser. */
export interface EditorApi {
  /** Rejects with an Error whose message is for the user. */
  request<C extends Channel>(channel: C, ...args: Arguments<C>): Promise<Answers[C]>
  /** @returns ends the subscription */
  on<E extends keyof EditorEvents>(event: E, listener: (data: EditorEvents[E]) => void): () => void
}

export const isChannel = (name: unknown): name is Channel => typeof name === 'string' && Object.hasOwn(requests, name)
