import type { NamedFile } from '../../graph/document/files-named.ts'
import type { WrittenLora } from '../../graph/edit/lora-tag.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { Recipe } from '../../graph/recipes/recipe.ts'
import type { RunSummary } from '../../graph/run/summary.ts'
import type { Picture, RunError, RunStatus } from './run-event.ts'
import type { Settings } from './settings.ts'
import type { OpenTabs, Tab } from './tabs.ts'

export interface Start {
  readonly version: string
  readonly platform: 'linux' | 'win32' | 'darwin' | 'other'
  /** Are there system dialogs for opening and saving? Not in a browser. */
  readonly dialogs: boolean
  readonly specs: readonly NodeSpec[]
  readonly settings: Settings
  /** The settings that few-step files are made for. */
  readonly recipes: readonly Recipe[]
  readonly files: Readonly<Record<string, readonly string[]>>
  readonly engine: EngineState
  readonly queue: readonly QueueItem[]
  /** The open documents that this window has from now on, with everything typed since they were saved. */
  readonly tabs: OpenTabs & { readonly documents: readonly Tab[] }
  /** The other open documents. */
  readonly elsewhere: readonly Elsewhere[]
  /** By document: the pictures on its nodes. */
  readonly shown: Readonly<Record<string, Shown>>
  /** Files given on the command line or by the system: open these too. */
  readonly open: readonly string[]
  /** What could not be restored or read, as sentences. */
  readonly problems: readonly string[]
}

/** An open document that this window does not have, but can take over. */
export interface Elsewhere {
  readonly id: string
  readonly title: string
  /** Does another window show it? Otherwise its window was closed. */
  readonly isShown: boolean
}

/** A document that a window takes over, with the pictures on its nodes. */
export interface TakenDocument {
  readonly tab: Tab
  readonly shown: Shown
}

/** By node: the pictures that its last run made. */
export type Shown = Readonly<Record<string, readonly Picture[]>>

export interface OpenedWorkflow {
  /** For the tab: the file's name without its ending. */
  readonly title: string
  /** Where saving writes; null for pictures, prompts, examples and dropped bytes. */
  readonly path: string | null
  /** The file that it was read from, where saving does not write there. */
  readonly source?: string
  /** Of the file at `path`. */
  readonly version?: string
  /** The document, as the text of a workflow file. */
  readonly text: string
  /** Sentences about what was changed, ignored or replaced; absent where there is nothing to say. */
  readonly notes?: readonly string[]
}

/** A model file that was dropped on a window. */
export interface DroppedModel {
  /** `LoRA for SD 1.x` */
  readonly what: string
  /** The folder of models that it is loaded from; null for files that no node loads. */
  readonly folder: string | null
  /** Where that folder lies. */
  readonly directory: string | null
  /** Its name there; null where it does not lie in it. */
  readonly found: string | null
}

/** `conflict`: nothing was written, since another file is there. null: the user cancelled. */
export type SaveAnswer = { readonly saved: SavedFile } | { readonly conflict: Conflict } | null

export interface SavedFile extends FileOnDisk {
  readonly version: string
  /** For the tab: the file's name without its ending. */
  readonly title: string
  /** The file had been deleted since the window read or wrote it. */
  readonly wasGone: boolean
}

/** A file, and which content it had when the program looked last. */
export interface FileOnDisk {
  readonly path: string
  /** Equal for equal content; null where there is no file. */
  readonly version: string | null
}

/** A file that is in the way of a save. */
export interface Conflict {
  readonly path: string
  readonly title: string
  /** `changed`: the window's own file was changed by another program. `taken`: another file has the name. */
  readonly why: 'changed' | 'taken'
  /** To send back with the save that replaces it. */
  readonly version: string
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Bytes. */
  readonly size: number
  /** How many nodes the file has; null where it is not a workflow. */
  readonly nodes: number | null
  /** What differs between the document and the file, in a line. */
  readonly difference: string
}

export interface ListedWorkflow {
  readonly path: string
  readonly title: string
  /** Milliseconds since 1970. */
  readonly modified: number
}
export interface Examples {
  /** In the workflows folder. */
  readonly saved: readonly ListedWorkflow[]
  readonly recent: readonly ListedWorkflow[]
  /** Shipped, and run as they are. */
  readonly examples: readonly Example[]
  /** Shipped, for models that people download. */
  readonly forYourModels: readonly Example[]
}

export interface Example extends ListedWorkflow {
  /** The name of its file, without its ending. */
  readonly id: string
  readonly about: string
  /** The files it names. */
  readonly files: readonly NamedFile[]
  /** Relative to the window's address. */
  readonly picture: string | null
}

export interface QueueItem {
  readonly id: string
  readonly title: string
  /** The id of the document in its window; null for a program that has none. */
  readonly document: string | null
  /** `held`: it waited when the program ended, and waits now until a person continues or removes it. */
  readonly state: 'running' | 'waiting' | 'held'
  /** Milliseconds since 1970. */
  readonly queued: number
}

/** A run that ended. */
export interface RunRecord {
  readonly id: string
  readonly title: string
  /** The id of the document that was run; null for a program that has none. */
  readonly document: string | null
  /** `interrupted`: the program ended meanwhile. */
  readonly status: RunStatus | 'interrupted'
  /** Milliseconds since 1970. */
  readonly started: number
  readonly ms: number
  readonly device: string | null
  readonly pictures: readonly (Picture & { readonly node: string })[]
  readonly errors: readonly RunError[]
  /** null where the run ended before its workflow was read, or an older version made it. */
  readonly summary: RunSummary | null
}

/** A part of the pictures that a query finds. */
export interface GalleryPage {
  /** Of all that it finds. */
  readonly count: number
  /** Newest first. */
  readonly pictures: readonly GalleryPicture[]
}

/** A picture of the history, with the run that made it. */
export interface GalleryPicture {
  /** Rises with time: the place in the gallery. */
  readonly number: number
  readonly picture: Picture
  readonly isFavourite: boolean
  readonly run: Pick<RunRecord, 'id' | 'title' | 'started' | 'ms' | 'device' | 'summary'>
}

export interface ModelFile {
  /** ComfyUI's folder key: `checkpoints`, `loras` … */
  readonly folder: string
  /** As a widget names it: relative, with `/`. */
  readonly name: string
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly modified: number
  readonly builtIn: boolean
  /** `LoRA`, `checkpoint` …; null where it cannot be read, see `problem`. */
  readonly kind: string | null
  /** `SD 1.x`, `SDXL` … */
  readonly family: string | null
  /** Which of its kind: `inpainting`, `SSD-1B`, `union` … */
  readonly variants: readonly string[]
  readonly dtype: string | null
  readonly parameters: number | null
  /** Of a LoRA: `low-rank`, `loha` …; empty for other files. */
  readonly loraKinds: readonly string[]
  readonly rank: number | null
  /** What the UNet predicts: `eps`, `v_prediction`, `lcm`. */
  readonly prediction: string | null
  /** The recipes that fit it; null for a file that has none. */
  readonly recipes: FoundRecipes | null
  /** Why it cannot be read or run. */
  readonly problem: string | null
  /** A picture beside it (`NAME.png`, `NAME.preview.png`), relative to the window's address. */
  readonly picture: string | null
}

/** What a workflow needs to know of a model file. */
export interface IdentifiedFile extends Pick<ModelFile, 'recipes' | 'family'> {
  /** Of the whole file, where it was asked for and more than one recipe fits. */
  readonly sha256?: string
}

export interface FoundRecipes {
  /** How it was recognised. A hash is certain, a title or a name almost certain, the layout of the tensors a guess. */
  readonly by: 'hash' | 'title' | 'name' | 'layout'
  /** Ids of recipes in `Start`, the most likely first. Where there are several, the user chooses. */
  readonly ids: readonly string[]
}

/** A sentence about one node of a document. */
export interface NodeSentence {
  readonly node: string
  readonly message: string
  /** The inputs whose wires bring what does not fit. */
  readonly wires: readonly string[]
}

/** What a prompt contains besides its words. */
export interface PromptFacts {
  readonly tokens: number
  readonly chunks: number
  readonly loras: readonly PromptLora[]
}

/** A `<lora:NAME:0.8>` in a prompt. */
export interface PromptLora extends Omit<WrittenLora, 'file'> {
  readonly name: string
  /** How its strength changes during the sampling, as written; a LoRA Loader cannot do that. */
  readonly curve?: string
  /** The file it means, as a LoRA Loader would name it; null when there is none. */
  readonly file: string | null
  /** Files that may have been meant, where there is no such file. */
  readonly nearest: readonly string[]
}

/** What this machine can do, for estimates of what a model needs. */
export interface MachineFacts {
  /** Floating-point operations of float32 matrix products in a second, on the CPU. */
  readonly flops: number
  /** Bytes of memory. */
  readonly memory: number
}

/** The processor, and the accelerator packs that are installed. */
export interface Accelerators {
  readonly processor: string
  readonly instructions: string
  /** `NVIDIA 0x2684 (nvidia)`; only Linux lists them. */
  readonly graphicsCards: readonly string[]
  /** `state`: what the test of the pack found, in words. */
  readonly packs: readonly { readonly name: string; readonly state: string; readonly isUsable: boolean }[]
}

/** A path for a models folder. */
export interface FolderCheck {
  /** The whole path. */
  readonly folder: string
  /** Why it cannot be used; null when it can. */
  readonly refused: string | null
  readonly warning: string | null
}

export interface EngineState {
  readonly state: 'starting' | 'ready' | 'stopped'
  /** `cpu`, `webgpu` …; null before it is known. */
  readonly device: string | null
  /** Why it stopped and what happens next, for the user. */
  readonly message: string | null
}
