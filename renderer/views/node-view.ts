import type { ReactNode } from 'react'
import type { WorkflowNode } from '../../graph/workflow.ts'
import type { ModelFile } from '../../runtime/contract/answers.ts'
import type { CanvasStore } from '../canvas/canvas-state.ts'
import type { Mounted } from '../canvas/mount.ts'
import type { Command } from '../commands/command.ts'
import type { DocumentHandle } from '../studio/document-handle.ts'
import type { Studio } from '../studio/studio.ts'

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
  /** Lies over the canvas. */
  OverCanvas?(props: { readonly state: CanvasStore; readonly mounted: Mounted }): ReactNode
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
