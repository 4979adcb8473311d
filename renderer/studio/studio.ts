import type { ReactNode } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { Change } from '../../graph/edit/change.ts'
import type { NodeSpec } from '../../graph/node.ts'
import type { WorkflowNode } from '../../graph/workflow.ts'
import type { Elsewhere, EngineState, ModelFile, Start } from '../../runtime/contract/answers.ts'
import type { EditorApi } from '../../runtime/contract/requests.ts'
import type { Settings } from '../../runtime/contract/settings.ts'
import type { Connection } from '../bridge/connect.ts'
import type { CanvasView } from './canvas-view.ts'
import type { DocumentHandle } from './document-handle.ts'
import type { Documents } from './documents.ts'
import type { KeptJournal } from './journal.ts'
import type { Layout } from './layout.ts'
import type { Notices } from './notices.ts'
import type { Gallery } from './past/gallery.ts'
import type { RunHistory } from './past/history.ts'
import type { Runs } from './runs.ts'

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
  /** The documents whose run failed while another one was in front, until they are shown. */
  readonly failures: StoreApi<{ readonly unseen: ReadonlySet<string> }>
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
  /** The canvas if it shows this document; null if it shows another one, or none. */
  canvasOf(document: DocumentHandle): CanvasView | null
  /** Changes settings in the program, then here. */
  set(part: Partial<Settings>): Promise<void>
  /** Reads the lists of files again. */
  refreshFiles(): Promise<void>
  loadModels(): Promise<void>
  /** Does something that may fail, and reports it when it does. */
  attempt(action: () => unknown): Promise<void>
}

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

/**
 * What a feature adds to the window for the nodes that it concerns. The canvas, the inspector, the dialogs and the
 * commands ask every view in `node-views.ts` and know none of them by name. Everything but the name is optional.
 */
export interface NodeView {
  readonly name: string
  readonly commands?: readonly Command[]
  /** Entries of the context menu of a widget. */
  menu?(studio: Studio, document: DocumentHandle, node: WorkflowNode, widget: string): readonly MenuEntry[]
  /** Opens what Enter opens on the selected node. @returns false where that is nothing */
  open?(studio: Studio, document: DocumentHandle): boolean
  /** Opens what a double click opens on the picture of a node. @returns false where that is nothing */
  enlarge?(studio: Studio, document: DocumentHandle, node: string): boolean
  /** A part of the inspector, above the node's widgets or below them. */
  AboveWidgets?(props: OfNode): ReactNode
  BelowWidgets?(props: OfNode): ReactNode
  /** Lies over the canvas, which it finds with `useCanvas`. */
  OverCanvas?(): ReactNode
  /** The dialog of one node, open while the overlay of the layout names this view. */
  Dialog?(props: { readonly node: string; readonly widget: string | undefined }): ReactNode
  /** A part of an entry in the list of models: always, or while the entry is open. */
  ModelTag?(props: OfModel): ReactNode
  ModelDetails?(props: OfModel): ReactNode
}

export interface MenuEntry {
  readonly id: string
  readonly title: string
  /** A line stands above it. */
  readonly startsGroup?: boolean
  run(): void
}

interface OfNode {
  readonly node: WorkflowNode
}

interface OfModel {
  readonly model: ModelFile
}

/** One thing a user can do, offered by menus, keys, the palette and buttons. */
export interface Command extends Ungrouped {
  /** The heading that the palette lists it under. */
  readonly group: 'File' | 'Edit' | 'Node' | 'Run' | 'View' | 'Help'
}

/** A command before its list names the group. */
export interface Ungrouped extends Described {
  /** @param document  the document to act on: the one in front when the command began; undefined when none was open */
  enabled?(studio: Studio, document: DocumentHandle | undefined): boolean
  run(studio: Studio, document: DocumentHandle | undefined): unknown
}

export interface Described {
  /** Stable: menus and the shortcuts in a user's settings refer to it. */
  readonly id: string
  readonly title: string
  /** `Ctrl` means Command on a Mac. Menus show the first. */
  readonly keys?: readonly string[]
  /** Its keys work in text fields too, except those that type a character. */
  readonly always?: boolean
  /** Its keys work only while the canvas has the focus, or nothing has: elsewhere Tab, Enter and arrows go on. */
  readonly isOnCanvas?: boolean
  /** Its keys are left to the system's clipboard events, see clipboard-events.ts. */
  readonly isClipboard?: boolean
}
