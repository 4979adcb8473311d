import type { Channel } from '../engine-process/channel.ts'
import type { Shell } from './page/shell.ts'

/** What a shell opens an editor with. */
export interface EditorOptions {
  readonly version: string
  /** Holds leapgraph.sqlite and workflows/. */
  readonly userFolder: string
  /** Where pictures go unless the settings say otherwise. */
  readonly outputFolder: string
  /** Where LoadImage searches and uploads are put. */
  readonly inputFolder: string
  /** Models roots from the command line, searched before those of the settings. */
  readonly modelFolders?: readonly string[]
  /** Starts an engine process. */
  startEngine(): Channel
  /** Where the `models` and `workflows` that ship are, if not beside the sources. */
  readonly shipped?: string
  readonly shell: Shell
  /** Files to open first. */
  readonly open?: readonly string[]
}
